package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvlb.protocol.FrameWriter;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private static final byte[] KEY = bytes("key");

    /** What any wire makes of its requests and replies. */
    abstract static class Contract {
        private final Wire wire;
        private final Reply reply = new Reply();

        Contract(Protocol protocol) {
            wire = protocol.wire();
        }

        abstract String get();

        abstract String put();

        abstract String stored();

        abstract String value();

        abstract String emptyValue();

        abstract String missing();

        abstract String error();

        abstract String errorText();

        @Test
        void requestsAreTheseBytes() {
            FrameWriter out = new FrameWriter();
            wire.get(KEY, out);
            assertThat(text(out.toBytes())).isEqualTo(get());

            FrameWriter more = new FrameWriter();
            wire.put(KEY, bytes("a\r\nb, and what is not of it"), 4, more);
            assertThat(text(more.toBytes())).isEqualTo(put());
        }

        @Test
        void aStoredValueIsAcknowledged() throws IOException {
            read(stored());
            assertThat(reply.kind()).isEqualTo(Reply.Kind.STORED);
        }

        @Test
        void aValueIsItsBytes() throws IOException {
            read(value());
            assertThat(reply.kind()).isEqualTo(Reply.Kind.VALUE);
            assertThat(reply.value().toUtf8()).isEqualTo("a\r\nb");
            read(emptyValue());
            assertThat(reply.kind()).isEqualTo(Reply.Kind.VALUE);
            assertThat(reply.value().length()).isZero();
        }

        @Test
        void anAbsentKeyIsMissing() throws IOException {
            read(missing());
            assertThat(reply.kind()).isEqualTo(Reply.Kind.MISSING);
        }

        @Test
        void anErrorIsTheServersWords() throws IOException {
            read(error());
            assertThat(reply.kind()).isEqualTo(Reply.Kind.ERROR);
            assertThat(reply.error()).isEqualTo(errorText());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"hello, I am a mail server\r\n", "\0\0\0", "VALUE key 0 x\r\n", "$12x\r\n", "$99999\r\n"})
        void whatIsNoReplyIsRefused(String noReply) {
            byte[] bytes = bytes(noReply + "\0".repeat(70_000));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> wire.reply(bytes, 0, bytes.length, reply));
        }

        /** Reads a reply that stands between others, and of which each beginning comes alone before. */
        private void read(String text) throws IOException {
            byte[] bytes = bytes("before" + text + stored());
            int from = "before".length();
            for (int to = from; to < from + text.length(); to++) {
                assertThat(wire.reply(Arrays.copyOf(bytes, to), from, to, new Reply()))
                        .as("cut at %d", to - from)
                        .isZero();
            }
            assertThat(wire.reply(bytes, from, bytes.length, reply)).isEqualTo(text.length());
        }
    }

    @Nested
    class OfKvlb extends Contract {
        OfKvlb() {
            super(Protocol.KVLB);
        }

        @Override
        String get() {
            return "\3\0\5\0\3key";
        }

        @Override
        String put() {
            return "\1\0\13\0\3key\0\4a\r\nb";
        }

        @Override
        String stored() {
            return "\2\0\6\0\0\3key";
        }

        @Override
        String value() {
            return "\4\0\14\0\0\3key\0\4a\r\nb";
        }

        @Override
        String emptyValue() {
            return "\4\0\10\0\0\3key\0\0";
        }

        @Override
        String missing() {
            return "\4\0\10\3\0\3key\0\0";
        }

        @Override
        String error() {
            return "\133\0\7\4\0\4full";
        }

        @Override
        String errorText() {
            return "SERVER_BUSY: full";
        }

        @Test
        void aRefusedValueIsAnError() throws IOException {
            Reply reply = new Reply();
            byte[] bytes = bytes("\2\0\6\2\0\3key");

            assertThat(new KvlbWire().reply(bytes, 0, bytes.length, reply)).isEqualTo(bytes.length);
            assertThat(reply.kind()).isEqualTo(Reply.Kind.ERROR);
            assertThat(reply.error()).isEqualTo("INVALID_VALUE");
        }

        @Test
        void aShutdownEndsTheConnection() {
            byte[] bytes = bytes("\132\0\0");

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> new KvlbWire().reply(bytes, 0, bytes.length, new Reply()))
                    .withMessage("the balancer shuts down");
        }
    }

    @Nested
    class OfRedis extends Contract {
        OfRedis() {
            super(Protocol.REDIS);
        }

        @Override
        String get() {
            return "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n";
        }

        @Override
        String put() {
            return "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$4\r\na\r\nb\r\n";
        }

        @Override
        String stored() {
            return "+OK\r\n";
        }

        @Override
        String value() {
            return "$4\r\na\r\nb\r\n";
        }

        @Override
        String emptyValue() {
            return "$0\r\n\r\n";
        }

        @Override
        String missing() {
            return "$-1\r\n";
        }

        @Override
        String error() {
            return "-OOM command not allowed\r\n";
        }

        @Override
        String errorText() {
            return "OOM command not allowed";
        }
    }

    @Nested
    class OfMemcached extends Contract {
        OfMemcached() {
            super(Protocol.MEMCACHED);
        }

        @Override
        String get() {
            return "get key\r\n";
        }

        @Override
        String put() {
            return "set key 0 0 4\r\na\r\nb\r\n";
        }

        @Override
        String stored() {
            return "STORED\r\n";
        }

        @Override
        String value() {
            return "VALUE key 0 4\r\na\r\nb\r\nEND\r\n";
        }

        @Override
        String emptyValue() {
            return "VALUE key 0 0\r\n\r\nEND\r\n";
        }

        @Override
        String missing() {
            return "END\r\n";
        }

        @Override
        String error() {
            return "SERVER_ERROR out of memory storing object\r\n";
        }

        @Override
        String errorText() {
            return "SERVER_ERROR out of memory storing object";
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
