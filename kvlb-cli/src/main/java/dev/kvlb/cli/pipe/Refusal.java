package dev.kvlb.cli.pipe;

import dev.kvlb.protocol.ErrorCode;

/** What is said of an entry that the server did not store. */
final class Refusal {
    private static final int SAID_CHARS_MAX = 200;

    private Refusal() {}

    /** Returns the line; what the server said besides may be empty. */
    static String text(ErrorCode result, String said) {
        String cut = said.length() > SAID_CHARS_MAX ? said.substring(0, SAID_CHARS_MAX) + "..." : said;
        String answer = "the server answered " + result + (said.isEmpty() ? "" : " \"" + cut + "\"");
        if (result == ErrorCode.INVALID_KEY) {
            return answer + ": it takes no keys of that length (--key-bytes-max of the balancer)";
        }
        if (result == ErrorCode.INVALID_VALUE) {
            return answer + ": it takes no values of that length (--value-bytes-max of the balancer)";
        }
        if (result == ErrorCode.NETWORK_ERROR) {
            return answer + ": it may have been stored";
        }
        return answer + (result == ErrorCode.SERVER_BUSY ? ": not stored, try again later" : ": not stored");
    }
}
