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
        STORE_DATA_LIMIT = "store-data-limit", "SGP.22 §5.7.2", "a STORE DATA chain fits the card's memory";
        TERMINAL_CAPABILITY_DATA = "terminal-capability-data", "ETSI TS 102 221 §11.1.19", "TERMINAL CAPABILITY carries its template";
    }
    duties: {
        RESET_DROPS_STATE = "reset-drops-state", "ETSI TS 102 221 §6.4", "a reset ends channels, chains, sessions and verifications";
        DROP_WAITING = "drop-waiting", "ISO/IEC 7816-4 §7.6.1", "octets that nobody fetched are gone with the next command";
        DROP_CHAIN = "drop-chain", "SGP.22 §5.7.2", "another command on the channel ends a STORE DATA chain";
        RESTART_CHAIN = "restart-chain", "SGP.22 §5.7.2", "block zero begins a new command, whatever was unfinished";
        CLOSE_CHANNEL = "close-channel", "ETSI TS 102 221 §11.1.17", "a channel that is closed no longer takes commands";
    }
    choices: {
        CHANNEL_NUMBER = "channel-number", "ETSI TS 102 221 §11.1.17", "the lowest free logical channel is handed out";
    }
    artefacts: {
        ATR = "atr" as "ATR", "ETSI TS 102 221 §6.3", "the answer to reset";
        ISD_R_FCI = "isd-r-fci" as "ISDRProprietaryApplicationTemplate", "SGP.22 §5.7.1", "what the ISD-R says of itself when it is selected";
        RESPONSE_DATA = "response-data" as "R-APDU", "ISO/IEC 7816-4 §5.1", "response data before they are cut for transport";
    }
}
