package dev.kvlb.cli.pipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.json.JsonWriter;
import dev.kvlb.protocol.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EntryFormatTest {
    /** Writes down what it takes, and wants so many. */
    private static final class Recording implements EntrySink {
        private final List<String> seen = new ArrayList<>();
        private final int wanted;

        Recording(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean onEntry(long number, ByteSlice key, ByteSlice value) {
            seen.add(number + " " + new String(key.toBytes(), ISO_8859_1) + "="
                    + new String(value.toBytes(), ISO_8859_1));
            return seen.size() < wanted;
        }

        @Override
        public void onBad(long number, String what) {
            seen.add(number + " bad: " + what);
        }
    }

    private static List<String> read(EntryFormat format, byte[] input) {
        return read(format, new ByteArrayInputStream(input), Integer.MAX_VALUE);
    }

    private static List<String> read(EntryFormat format, String input) {
        return read(format, input.getBytes(UTF_8));
    }

    private static List<String> read(EntryFormat format, InputStream in, int wanted) {
        Recording recording = new Recording(wanted);
        try {
            format.read(in, recording);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return recording.seen;
    }

    @Nested
    class Tsv {
        @Test
        void aLineIsAKeyATabAndAValue() {
            assertThat(read(EntryFormat.TSV, "a\t1\nb\t2 3\t4\n\nc\t\n\td\ne\t5"))
                    .containsExactly("1 a=1", "2 b=2 3\t4", "4 c=", "5 =d", "6 e=5");
        }

        @Test
        void bytesAreTakenAsTheyAre() {
            byte[] input = {(byte) 0xff, '\t', 0, '\\', 'n', '\r', '\n'};

            assertThat(read(EntryFormat.TSV, input)).containsExactly("1 \u00ff=\0\\n\r");
        }

        @Test
        void aBadLineDoesNotKeepTheRest() {
            assertThat(read(EntryFormat.TSV, "a\t1\nnonsense\nb\t2\n"))
                    .containsExactly("1 a=1", "2 bad: there is no TAB between a key and a value", "3 b=2");
        }

        @Test
        void aLineThatIsTooLongIsPassedOverToItsEnd() {
            String limit = "k\t" + "x".repeat((1 << 17) - 2);

            assertThat(read(EntryFormat.TSV, limit + "\nb\t2\n")).hasSize(2).endsWith("2 b=2");
            for (int more : new int[] {1, 1 << 16, 1 << 20}) {
                assertThat(read(EntryFormat.TSV, "a\t1\n" + limit + "x".repeat(more) + "\nb\t2\n"))
                        .containsExactly("1 a=1", "2 bad: it has more than 131072 bytes", "3 b=2");
            }
            assertThat(read(EntryFormat.TSV, limit + "x")).containsExactly("1 bad: it has more than 131072 bytes");
        }

        @Test
        void linesAreWholeHoweverTheyCome() {
            byte[] input = "a\t1\nlonger\tvalue\nb\t2\n".getBytes(UTF_8);
            InputStream dripping = new ByteArrayInputStream(input) {
                @Override
                public synchronized int read(byte[] buffer, int offset, int length) {
                    return super.read(buffer, offset, Math.min(length, 1));
                }
            };

            assertThat(read(EntryFormat.TSV, dripping, Integer.MAX_VALUE))
                    .containsExactly("1 a=1", "2 longer=value", "3 b=2");
        }

        @Test
        void nothingIsHandedOnWhenNoMoreIsWanted() {
            InputStream in = new ByteArrayInputStream("a\t1\nb\t2\nc\t3\n".getBytes(UTF_8));

            assertThat(read(EntryFormat.TSV, in, 2)).containsExactly("1 a=1", "2 b=2");
        }
    }

    @Nested
    class Json {
        @Test
        void aLineIsAnObject() {
            assertThat(read(EntryFormat.JSON, """
                            {"key":"a","value":"1\\n"}
                             { "version" : 7, "value_base64" : "/wA=" , "key" : "b" }\s
                            """)).containsExactly("1 a=1\n", "2 b=\u00ff\0");
        }

        @Test
        void aBadLineIsNamedWithWhatIsWrong() {
            assertThat(read(
                            EntryFormat.JSON,
                            "{\"key\":\"a\"}\n{\"key\":1,\"value\":\"\"}\nx\n{\"key\":\"b\",\"value\":\"2\"}"))
                    .containsExactly(
                            "1 bad: \"value\" is missing",
                            "2 bad: \"key\" is no string",
                            "3 bad: '{' should be at column 1, not 'x'",
                            "4 b=2");
        }
    }

    @Nested
    class NetstringPairs {
        @Test
        void anEntryIsTwoNetstrings() {
            assertThat(read(EntryFormat.NETSTRING, "4:city,4:Wien,1:k,0:,\n1:\n,1:,,\n"))
                    .containsExactly("1 city=Wien", "2 k=", "3 \n=,");
        }

        @Test
        void behindABadOneNothingIsRead() {
            String rest = "; what stands behind it was not read";

            assertThat(read(EntryFormat.NETSTRING, "1:a,1:b,1:c 1:d,1:e,1:f,"))
                    .containsExactly("1 a=b", "2 bad: there is the byte 0x20 behind 1 bytes, not a comma" + rest);
            assertThat(read(EntryFormat.NETSTRING, "x"))
                    .containsExactly("1 bad: there is 'x' where a length and a colon should be" + rest);
            assertThat(read(EntryFormat.NETSTRING, "1:a,"))
                    .containsExactly("1 bad: there is the end where a length and a colon should be" + rest);
            assertThat(read(EntryFormat.NETSTRING, "5:abc"))
                    .containsExactly("1 bad: the input ends after 3 of 5 bytes" + rest);
            assertThat(read(EntryFormat.NETSTRING, "9999999999:a"))
                    .containsExactly("1 bad: a length has more than 5 digits" + rest);
        }
    }

    @Property(tries = 200)
    void jsonAndNetstringsBringEveryByteBack(@ForAll @NotEmpty byte[] key, @ForAll byte[] value) {
        String entry = "1 " + new String(key, ISO_8859_1) + "=" + new String(value, ISO_8859_1);
        String json = new JsonWriter()
                .object()
                .bytes("key", key)
                .bytes("value", value)
                .end()
                .toString();
        ByteArrayOutputStream netstrings = new ByteArrayOutputStream();
        for (byte[] bytes : List.of(key, value)) {
            netstrings.writeBytes((bytes.length + ":").getBytes(UTF_8));
            netstrings.writeBytes(bytes);
            netstrings.write(',');
        }

        assertThat(read(EntryFormat.JSON, json)).containsExactly(entry);
        assertThat(read(EntryFormat.NETSTRING, netstrings.toByteArray())).containsExactly(entry);
    }
}
