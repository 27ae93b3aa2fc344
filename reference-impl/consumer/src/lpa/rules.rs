//! Everything the LPA verifies, owes and produces, by name.

rsp_conduct::rules! {
    role: "lpa",
    checks: {
        EXECUTION_STATUS = "execution-status", "SGP.22 §6.5", "a function was executed before its output is used";
        SERVER_ADDRESS = "server-address", "SGP.22 §3.1.2", "serverAddress in serverSigned1 is the address that was dialled";
        SERVER_OID = "server-oid", "SGP.22 §4.1", "the SM-DP+ has the OID that the activation code names";
        METADATA_ICCID = "metadata-iccid", "SGP.22 §3.1.3", "the package is of the profile that was offered";
    }
    duties: {
        REMOVE_NOTIFICATION = "remove-notification", "SGP.22 §3.5", "a notification is removed once it was delivered";
    }
    choices: {}
    artefacts: {
        CTX_PARAMS1 = "ctx-params1" as "ctxParams1", "SGP.22 §5.7.13", "what the LPA says of the request and the device";
        HTTP_HEAD = "http-head" as "HttpHead", "SGP.22 §6.5", "request line and headers";
        HTTP_BODY = "http-body" as "HttpBody", "SGP.22 §6.5", "the body of a request";
    }
}
