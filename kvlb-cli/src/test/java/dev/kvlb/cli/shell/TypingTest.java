package dev.kvlb.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.shell.Completion.Suggestion;
import dev.kvlb.cli.shell.Highlights.Kind;
import dev.kvlb.cli.text.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown while a line is typed, from the table of verbs. */
class TypingTest {
    private final Interpreter interpreter =
            new Interpreter(new HostPort("127.0.0.1", 1), new SilentConsole(), Format.TABLE, false, new NoBenchmark());

    @AfterEach
    void close() {
        interpreter.close();
    }

    @Nested
    class HintsBehindALine {
        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '~',
                value = {
                    "put, ~ KEY VALUE~",
                    "~put ~, ~KEY VALUE~",
                    "put ci, ~ VALUE~",
                    "~put city ~, VALUE",
                    "put city W, ~~",
                    "get, ~ [--raw] KEY~",
                    "~get --raw ~, KEY",
                    "~mget a ~, [KEY]...",
                    "~mput a 1 ~, [KEY VALUE]...",
                    "~mput a ~, VALUE...",
                    "help, ~ [COMMAND]~",
                    "~time ~, on|off",
                    "ge, ~~",
                    "frob, ~~",
                    "~~, ~~",
                    "put 'a, ~~",
                    "bench, ~ [OPTION...]~",
                    "~bench --count ~, N",
                    "~bench --dry --count 5 ~, ~~",
                })
        void sayWhatIsStillToCome(String line, String hint) {
            assertThat(new Hints(interpreter.verbs()).of(line)).isEqualTo(hint);
        }
    }

    @Nested
    class Completions {
        @TempDir
        Path directory;

        private List<String> behind(String words, String typed) {
            return suggestions(words, typed).stream().map(Suggestion::value).toList();
        }

        private List<Suggestion> suggestions(String words, String typed) {
            return new Completion(interpreter.verbs(), interpreter.recentKeys(), interpreter.session()::targets)
                    .behind(Words.of(words.getBytes(UTF_8)), typed, typed.startsWith("-"));
        }

        @Test
        void atTheBeginAndBehindHelpThereAreTheCommandsWithWhatTheyDo() {
            assertThat(behind("", "")).contains("put", "mget", "exit").doesNotContain("quit");
            assertThat(behind("help", "")).isEqualTo(behind("", ""));
            assertThat(suggestions("", "")).contains(new Suggestion("get", "shows the value of a key", true));
        }

        @Test
        void keysAreThoseThatWereUsedLatelyTheLatestFirst() {
            interpreter.recentKeys().add("a".getBytes(UTF_8));
            interpreter.recentKeys().add("Bad Ischl".getBytes(UTF_8));
            interpreter.recentKeys().add(new byte[] {-1});
            interpreter.recentKeys().add("a".getBytes(UTF_8));

            assertThat(behind("get", "")).containsExactly("a", "Bad Ischl");
            assertThat(behind("mput x 1", "")).containsExactly("a", "Bad Ischl");
            assertThat(behind("mput x", "")).isEmpty();
            assertThat(behind("get a", "")).isEmpty();
        }

        @Test
        void optionsChoicesAndAddressesAreKnown() {
            assertThat(behind("get", "--")).containsExactly("--raw");
            assertThat(behind("bench --dry", "--")).containsExactly("--count", "--dry");
            assertThat(behind("bench --count", "--")).isEmpty();
            assertThat(behind("format", "")).containsExactly("raw", "table", "json");
            assertThat(behind("time", "o")).containsExactly("on", "off");
            assertThat(behind("connect", "")).containsExactly("127.0.0.1:1");
            assertThat(behind("frob", "")).isEmpty();
        }

        @Test
        void filesAreThoseOfTheDirectoryThatWasTyped() throws IOException {
            Files.writeString(directory.resolve("setup"), "");
            Files.createDirectory(directory.resolve("more"));

            assertThat(suggestions("source", directory + "/s"))
                    .containsExactly(
                            new Suggestion(directory + "/more/", "", false),
                            new Suggestion(directory + "/setup", "", true));
            assertThat(suggestions("source", directory + "/none/")).isEmpty();
        }
    }

    @Nested
    class Colouring {
        private List<Kind> kinds(String line) {
            return new Highlights(interpreter.verbs())
                    .of(line).stream().map(Highlights.Part::kind).toList();
        }

        @Test
        void aCommandThatThereIsNotIsWrongUnlessItMayBecomeOne() {
            assertThat(kinds("get")).containsExactly(Kind.COMMAND);
            assertThat(kinds("ge")).containsExactly(Kind.PLAIN);
            assertThat(kinds("ge ")).containsExactly(Kind.WRONG);
            assertThat(kinds("frob")).containsExactly(Kind.WRONG);
        }

        @Test
        void stringsNumbersAndOptionsAreToldApart() {
            assertThat(kinds("put k 'v'")).containsExactly(Kind.COMMAND, Kind.PLAIN, Kind.STRING);
            assertThat(kinds("put 'k -5.5")).containsExactly(Kind.COMMAND, Kind.STRING);
            assertThat(kinds("put -5 5.5")).containsExactly(Kind.COMMAND, Kind.NUMBER, Kind.NUMBER);
            assertThat(kinds("get --raw k")).containsExactly(Kind.COMMAND, Kind.OPTION, Kind.PLAIN);
            assertThat(kinds("get --ra")).containsExactly(Kind.COMMAND, Kind.OPTION);
            assertThat(kinds("get --ra k")).containsExactly(Kind.COMMAND, Kind.WRONG, Kind.PLAIN);
            assertThat(kinds("put --ra k")).containsExactly(Kind.COMMAND, Kind.PLAIN, Kind.PLAIN);
        }

        @Test
        void anUnknownEscapeIsWrong() {
            assertThat(kinds("put k \"\\q\"")).containsExactly(Kind.COMMAND, Kind.PLAIN, Kind.WRONG);
        }

        @Test
        void partsCountInCharsOfTheLine() {
            List<Highlights.Part> parts = new Highlights(interpreter.verbs()).of("put ö🎉 'ß'");

            assertThat(parts)
                    .containsExactly(
                            new Highlights.Part(0, 3, Kind.COMMAND),
                            new Highlights.Part(4, 7, Kind.PLAIN),
                            new Highlights.Part(8, 11, Kind.STRING));
        }
    }

    /** Has an option that takes a value and one that takes none. */
    private static final class NoBenchmark implements Benchmark {
        @Override
        public List<Flag> flags() {
            return List.of(new Flag("--count", "N", "how many"), new Flag("--dry", null, "not really"));
        }

        @Override
        public Outcome run(HostPort balancer, List<String> options) {
            throw new AssertionError("not to be run");
        }
    }

    /** Says nothing. */
    private static final class SilentConsole implements Console {
        @Override
        public void write(byte[] bytes) {}

        @Override
        public void flush() {}

        @Override
        public void note(String line) {}

        @Override
        public void error(String line) {}

        @Override
        public void clear() {}

        @Override
        public List<String> history() {
            return List.of();
        }

        @Override
        public void forgetHistory() {}
    }
}
