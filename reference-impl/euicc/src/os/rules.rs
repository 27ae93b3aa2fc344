//! What the card OS verifies, owes and produces at the level of APDUs, by name.

rsp_conduct::rules! {
    role: "euicc-os",
    checks: {
        LENGTH_FIELDS = "length-fields", "ISO/IEC 7816-4 §5.2", "Lc and Le fit the octets that were received";
        CLASS_SUPPORTED = "class-supported", "ISO/IEC 7816-4 §5.4.1", "the class octet is one that the card knows";
        NOT_CHAINED = "not-chained", "ISO/IEC 7816-4 §5.3.3", "the class octet does not ask for command chaining";
        CHANNEL_OPEN = "channel-open", "ETSI TS 102 221 §8.7", "the logical channel of the class octet is open";
        INSTRUCTION_SUPPORTED = "instruction-supported", "ISO/IEC 7816-4 §5.4.2", "the instruction is one that the card knows";
        INSTRUCTION_CLASS = "instruction-class", "ETSI TS 102 221 §10.1.2", "the instruction belongs to the class it was sent with";
        DATA_PRESENT = "data-present", "ISO/IEC 7816-4 §5.2", "a command that needs a data field has one";
        CHANNEL_FREE = "channel-free", "ETSI TS 102 221 §11.1.17", "a channel that is opened is not open yet";
        APPLICATION_KNOWN = "application-known", "ETSI TS 102 221 §11.1.1", "the application that is selected is on the card";
        RESPONSE_WAITING = "response-waiting", "ISO/IEC 7816-4 §7.6.1", "GET RESPONSE finds octets that wait on its channel";
        ISD_R_SELECTED = "isd-r-selected", "SGP.22 §5.7.1", "STORE DATA of ES10 comes on a channel with the ISD-R selected";
        STORE_DATA_P1 = "store-data-p1", "SGP.22 §5.7.2", "P1 of STORE DATA says more blocks or last block";
        STORE_DATA_ORDER = "store-data-order", "SGP.22 §5.7.2", "the blocks of a STORE DATA chain are numbered without gap from zero";
        STORE_DATA_LIMIT = "store-data-limit", "SGP.22 §5.7.2", "a STORE DATA chain fits the card's memory", masked_by "euicc-os/store-data-order" because "P2 ends a chain at 65280 octets anyway, and how much of that a card keeps is its choice; the role's own tests look inside";
        LPA_ANNOUNCED = "lpa-announced", "SGP.22 §3.4.2", "an ES10 function is served to a device that announced its user by TERMINAL CAPABILITY";
        SELECT_P2 = "select-p2", "ETSI TS 102 221 §11.1.1", "P2 of SELECT is one of those that are defined";
        SELECT_LENGTH = "select-length", "ETSI TS 102 221 §11.1.1", "the data field of SELECT has the length of what it names";
        FILE_KNOWN = "file-known", "ETSI TS 102 221 §8.4", "the file that is selected is there";
        SHAREABLE = "shareable", "ETSI TS 102 221 §8.7.4", "a file that is not shareable is selected on one channel only";
        FILES_SELECTED = "files-selected", "ETSI TS 102 221 §8.5", "file commands come where files are, not to a security domain";
        EF_SELECTED = "ef-selected", "ETSI TS 102 221 §8.4", "a command on the current EF finds one";
        SFI_KNOWN = "sfi-known", "ETSI TS 102 221 §8.5", "the short identifier means an EF of the current directory";
        FILE_STRUCTURE = "file-structure", "ETSI TS 102 221 §8.2", "the command fits the structure of the file";
        FILE_ACTIVATED = "file-activated", "ETSI TS 102 221 §11.1.14", "a file that is deactivated is not used";
        ACCESS_RULE = "access-rule", "ETSI TS 102 221 §9.2", "some access rule of the file allows what is done with it";
        CODE_VERIFIED = "code-verified", "ETSI TS 102 221 §9.2", "the codes that the access rule asks for are verified";
        OFFSET_INSIDE = "offset-inside", "ETSI TS 102 221 §11.1.3", "the offset lies inside the file";
        UPDATE_FITS = "update-fits", "ETSI TS 102 221 §11.1.4", "what is written ends inside the file";
        RECORD_KNOWN = "record-known", "ETSI TS 102 221 §11.1.5", "the record that is meant is there";
        RECORD_LENGTH = "record-length", "ETSI TS 102 221 §11.1.6", "what is written has the length of a record";
        INCREASE_RANGE = "increase-range", "ETSI TS 102 221 §11.1.8", "the sum fits the record";
        DATA_OBJECT_KNOWN = "data-object-known", "ETSI TS 102 221 §11.3.1", "the data object that is meant is there";
        DATA_OBJECT_FITS = "data-object-fits", "ETSI TS 102 221 §11.3.2", "a data object that is written fits the file";
        DATA_KNOWN = "data-known", "SGP.22 §2.4.3", "the security domain has the data that GET DATA asks for";
        KEY_REFERENCE = "key-reference", "ETSI TS 102 221 §9.5.1", "the key reference means a code of the current directory";
        CODE_LENGTH = "code-length", "ETSI TS 102 221 §11.1.9", "codes have eight octets each";
        CODE_NOT_BLOCKED = "code-not-blocked", "ETSI TS 102 221 §9.5.2", "a code without tries left is not compared";
        CODE_ENABLED = "code-enabled", "ETSI TS 102 221 §9.5.1", "a code that is disabled is not verified, changed or disabled";
        CODE_ATTRIBUTES = "code-attributes", "ETSI TS 102 221 §11.1.11", "only what the attributes of a code allow is done with it";
        CODE_VALUE = "code-value", "ETSI TS 102 221 §11.1.9", "the code that is presented is the one that is kept";
        NAA_SELECTED = "naa-selected", "3GPP TS 31.102 §7.1", "AUTHENTICATE comes with an application selected that can";
        NAA_CODE = "naa-code", "3GPP TS 31.102 §7.1", "AUTHENTICATE comes after the PIN of the application";
        GSM_CONTEXT_OFFERED = "gsm-context-offered", "3GPP TS 31.102 §7.1", "the GSM context is used where EF.UST offers it";
        AUTN_MAC = "autn-mac", "3GPP TS 33.102 §6.3.3", "MAC in AUTN is that of the key";
        AUTN_FRESH = "autn-fresh", "3GPP TS 33.102 §6.3.3", "SQN in AUTN was not used before";
        IDENTITY_CONTEXT = "identity-context", "3GPP TS 31.102 §7.5.2", "P1 and P2 of GET IDENTITY name a context that is known";
        USIM_SELECTED = "usim-selected", "3GPP TS 31.102 §7.5.1", "GET IDENTITY comes with a USIM selected";
        IDENTITY_CODE = "identity-code", "3GPP TS 31.102 §7.5.1", "GET IDENTITY comes after the PIN of the application";
        SUCI_OFFERED = "suci-offered", "3GPP TS 31.102 §4.4.11.8", "the USIM makes a SUCI where EF.UST says that it does";
        IMSI_PRESENT = "imsi-present", "3GPP TS 33.501 §6.12.2", "a SUCI is made where EF.IMSI holds an IMSI";
        ENVELOPE_DATA = "envelope-data", "ETSI TS 102 221 §11.2.2", "ENVELOPE carries one data object";
        PROACTIVE_WAITING = "proactive-waiting", "ETSI TS 102 221 §11.2.3", "FETCH finds a proactive command";
        PROACTIVE_FETCHED = "proactive-fetched", "ETSI TS 102 221 §11.2.4", "TERMINAL RESPONSE follows a FETCH";
        COMMAND_DETAILS = "command-details", "ETSI TS 102 223 §6.8", "TERMINAL RESPONSE answers the command that was fetched";
        TERMINAL_CAPABILITY_DATA = "terminal-capability-data", "ETSI TS 102 221 §11.1.19", "TERMINAL CAPABILITY carries its template";
    }
    duties: {
        RESET_DROPS_STATE = "reset-drops-state", "ETSI TS 102 221 §6.4", "a reset ends channels, chains, sessions and verifications";
        DROP_WAITING = "drop-waiting", "ISO/IEC 7816-4 §7.6.1", "octets that nobody fetched are gone with the next command";
        DROP_CHAIN = "drop-chain", "SGP.22 §5.7.2", "another command on the channel ends a STORE DATA chain";
        RESTART_CHAIN = "restart-chain", "SGP.22 §5.7.2", "block zero begins a new command, whatever was unfinished";
        FORGET_LOCAL_CODES = "forget-local-codes", "ETSI TS 102 221 §9.5", "local codes are no longer verified when no channel has their application selected";
        COUNT_TRIES = "count-tries", "ETSI TS 102 221 §9.5.2", "each wrong code takes a try";
        RESTORE_TRIES = "restore-tries", "ETSI TS 102 221 §9.5.2", "the right code gives all tries back";
        USE_SEQUENCE_NUMBER = "use-sequence-number", "3GPP TS 33.102 §C.2", "SQN of a success is used from then on";
        CONCEAL_IDENTITY = "conceal-identity", "3GPP TS 33.501 §6.12.2", "the null scheme is used only where nothing better comes first and has its key";
        FRESH_EPHEMERAL_KEY = "fresh-ephemeral-key", "3GPP TS 33.501 §C.3.2", "each SUCI is made with an ephemeral key of its own";
        WRITE_FILE = "write-file", "ETSI TS 102 221 §11.1.4", "what is written to a file can be read from it";
        CHANGE_LIFE_CYCLE = "change-life-cycle", "ETSI TS 102 221 §11.1.14", "a file that is deactivated or activated is so afterwards";
        FRESH_RANDOM = "fresh-random", "ETSI TS 102 221 §11.1.15", "each challenge is new";
        ANNOUNCE_PROACTIVE = "announce-proactive", "ETSI TS 102 221 §7.4.2", "a proactive command that waits is announced by 91xx";
        ROLL_BACK = "roll-back", "SGP.22 §5.7.16", "a profile switch whose REFRESH the terminal refuses is given up";
        CLOSE_CHANNEL = "close-channel", "ETSI TS 102 221 §11.1.17", "a channel that is closed no longer takes commands";
    }
    choices: {
        APPLICATION = "application", "ETSI TS 102 221 §8.5.1.2", "a whole DF name comes before those that only begin so, in the order of the card";
        PROTECTION_SCHEME = "protection-scheme", "3GPP TS 33.501 §6.12.2", "of the schemes in EF.SUCI_Calc_Info whose key is there the first conceals";
        CHANNEL_NUMBER = "channel-number", "ETSI TS 102 221 §11.1.17", "the lowest free logical channel is handed out";
    }
    artefacts: {
        SUCI = "suci" as "SUCI", "3GPP TS 31.102 §7.5.2.1", "the SUCI that GET IDENTITY answers, without its tag";
        FCP = "fcp" as "FCPTemplate", "ETSI TS 102 221 §11.1.1.3", "what SELECT and STATUS say of a file";
        AUTHENTICATE_RESPONSE = "authenticate-response" as "AuthenticateResponse", "3GPP TS 31.102 §7.1", "RES, CK, IK and perhaps Kc";
        PROACTIVE_REFRESH = "proactive-refresh" as "REFRESH", "ETSI TS 102 223 §6.6.13", "the proactive command that tells the terminal of a profile switch";
        ATR = "atr" as "ATR", "ETSI TS 102 221 §6.3", "the answer to reset";
        ISD_R_FCI = "isd-r-fci" as "ISDRProprietaryApplicationTemplate", "SGP.22 §5.7.1", "what the ISD-R says of itself when it is selected";
        RESPONSE_DATA = "response-data" as "R-APDU", "ISO/IEC 7816-4 §5.1", "response data before they are cut for transport";
    }
}
