package dev.kvlb.cli.text;

import java.net.InetSocketAddress;

/**
 * A host and a TCP port, as {@code HOST:PORT}; a literal IPv6 address stands in brackets: {@code [::1]:5059}.
 *
 * @param host a name or a literal IP address, without brackets
 * @param port 1..65,535
 */
public record HostPort(String host, int port) {
    private static final int PORT_MAX = 65_535;
    private static final int PORT_DIGITS_MAX = 5;
    private static final String FORM = " (write HOST:PORT, for example localhost:5059 or [::1]:5059)";

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is not of that form; the message says what is wrong with it
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host;
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            if (bracket < 0) {
                throw wrong("the closing bracket is missing", text);
            }
            if (bracket + 1 != colon) {
                throw wrong("the port is missing", text);
            }
            host = text.substring(1, bracket);
            if (host.indexOf(':') < 0) {
                throw wrong("only an IPv6 address stands in brackets", text);
            }
        } else {
            if (colon < 0) {
                throw wrong("the port is missing", text);
            }
            host = text.substring(0, colon);
            if (host.indexOf(':') >= 0) {
                throw wrong("an IPv6 address must stand in brackets", text);
            }
        }
        if (host.isEmpty()) {
            throw wrong("the host is missing", text);
        }
        if (!isNameOrAddress(host)) {
            throw wrong("the host is no name and no address", text);
        }
        return new HostPort(host, port(text.substring(colon + 1), text));
    }

    public static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getHostString(), address.getPort());
    }

    // Loops, not streams, whose classes would cost a get more than the rest of this.

    private static boolean isNameOrAddress(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c == '/' || c == '[' || c == ']') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int port(String digits, String text) {
        if (digits.isEmpty()) {
            throw wrong("the port is missing", text);
        }
        if (digits.length() > PORT_DIGITS_MAX || !isNumber(digits)) {
            throw wrong("the port must be a number from 1 to 65535", text);
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > PORT_MAX) {
            throw wrong("the port must be a number from 1 to 65535", text);
        }
        return port;
    }

    private static IllegalArgumentException wrong(String what, String text) {
        return new IllegalArgumentException(what + ": \"" + text + "\"" + FORM);
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
