//! ES10b.PrepareDownload: the eUICC agrees to one download.

use crate::macros::{choice, sequence};
use crate::named::named_integer;
use crate::{Certificate, Octet32, Raw, TransactionId};
use rasn::types::OctetString;

sequence! {
    /// PrepareDownload, SGP.22 §5.7.5; `BF21`.
    PrepareDownloadRequest [Context 33] {
        /// What the SM-DP+ signed.
        smdp_signed2 "smdpSigned2" [Own]: Raw<SmdpSigned2>,
        /// Signature over smdpSigned2 and euiccSignature1: 64 octets; tag `5F37`. Any size is read.
        smdp_signature2 "smdpSignature2" [Application 55]: OctetString,
        /// Hash of the confirmation code.
        hash_cc "hashCc" [Own]: Option<Octet32>,
        /// CERT.DPpb.
        smdp_certificate "smdpCertificate" [Own]: Certificate,
    }
}

sequence! {
    /// What the SM-DP+ signs second, SGP.22 §5.7.5.
    SmdpSigned2 [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Is a confirmation code asked for?
        cc_required_flag "ccRequiredFlag" [Own]: bool,
        /// otPK.EUICC.ECKA that the package is already bound to; tag `5F49`. Any size is read.
        bpp_euicc_otpk "bppEuiccOtpk" [Application 73]: Option<OctetString>,
    }
}

choice! {
    /// Answer to PrepareDownload, SGP.22 §5.7.5; `BF21`.
    PrepareDownloadResponse [Context 33] {
        /// Prepared.
        DownloadResponseOk "downloadResponseOk" [Context 0]: PrepareDownloadResponseOk,
        /// Refused.
        DownloadResponseError "downloadResponseError" [Context 1]: PrepareDownloadResponseError,
    }
}

sequence! {
    /// The eUICC is prepared, SGP.22 §5.7.5.
    PrepareDownloadResponseOk [Universal 16] {
        /// What the eUICC signed.
        euicc_signed2 "euiccSigned2" [Own]: Raw<EUICCSigned2>,
        /// Signature over euiccSigned2 and smdpSignature2: 64 octets; tag `5F37`. Any size is read.
        euicc_signature2 "euiccSignature2" [Application 55]: OctetString,
    }
}

sequence! {
    /// What the eUICC signs second, SGP.22 §5.7.5.
    EUICCSigned2 [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// otPK.EUICC.ECKA, uncompressed: 65 octets; tag `5F49`. Any size is read.
        euicc_otpk "euiccOtpk" [Application 73]: OctetString,
        /// Hash of the confirmation code.
        hash_cc "hashCc" [Own]: Option<Octet32>,
    }
}

sequence! {
    /// The eUICC refuses the download, SGP.22 §5.7.5.
    PrepareDownloadResponseError [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Why.
        download_error_code "downloadErrorCode" [Own]: DownloadErrorCode,
    }
}

named_integer! {
    /// Why a download is refused, SGP.22 §5.7.5.
    DownloadErrorCode {
        INVALID_CERTIFICATE "invalidCertificate" = 1,
        INVALID_SIGNATURE "invalidSignature" = 2,
        UNSUPPORTED_CURVE "unsupportedCurve" = 3,
        NO_SESSION_CONTEXT "noSessionContext" = 4,
        INVALID_TRANSACTION_ID "invalidTransactionId" = 5,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
