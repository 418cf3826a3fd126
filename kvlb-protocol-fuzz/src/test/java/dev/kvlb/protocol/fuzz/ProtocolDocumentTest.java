package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Message.Capacity;
import dev.kvlb.protocol.Message.Delete;
import dev.kvlb.protocol.Message.Get;
import dev.kvlb.protocol.Message.GetResponse;
import dev.kvlb.protocol.Message.Hello;
import dev.kvlb.protocol.Message.Join;
import dev.kvlb.protocol.Message.NotifyAck;
import dev.kvlb.protocol.Message.Put;
import dev.kvlb.protocol.Message.PutResponse;
import dev.kvlb.protocol.Message.Report;
import dev.kvlb.protocol.Message.UnsettledEnd;
import dev.kvlb.protocol.Message.UnsettledEntry;
import dev.kvlb.protocol.Message.UnsettledQuery;
import dev.kvlb.protocol.Message.UnsettledTombstone;
import dev.kvlb.protocol.Message.VersionedDeleteResponse;
import dev.kvlb.protocol.Message.VersionedStore;
import dev.kvlb.protocol.Message.ViewEnd;
import dev.kvlb.protocol.Message.ViewMember;
import dev.kvlb.protocol.Message.ViewStart;
import dev.kvlb.protocol.Message.WorkerReady;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.StoreOrder;
import dev.kvlb.protocol.Value;
import dev.kvlb.protocol.fuzz.DocumentedLayouts.FieldLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What {@code docs/protocol.md} says is what the code does. */
class ProtocolDocumentTest {
    private static final Pattern EXAMPLE = Pattern.compile("```text\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CODE_ROW =
            Pattern.compile("^\\| (\\d+) \\| ([A-Z_]+) \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern NUMBER_ROW =
            Pattern.compile("^\\| (\\d+) \\| ([a-z ]+?)(?::.*)? \\|", Pattern.MULTILINE);
    private static final Pattern FIELD = Pattern.compile("(\\w+)(?: \\((\\d)\\))?");

    private static final Key KEY = Key.of("user42");
    private static final Value BLUE = Value.of("blue");

    private static final String DOCUMENT = document();

    private static String document() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/protocol.md"))) {
            directory = directory.getParent();
        }
        try {
            return Files.readString(directory.resolve("docs/protocol.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what stands between a heading of the second or third level and the next one. */
    private static String section(String heading) {
        int start = DOCUMENT.indexOf("\n" + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = DOCUMENT.indexOf("\n#", start + heading.length());
        return DOCUMENT.substring(start, end < 0 ? DOCUMENT.length() : end);
    }

    /** Returns the bytes of the examples of a text: what stands before the semicolons of each block. */
    private static List<byte[]> examples(String text) {
        return EXAMPLE.matcher(text)
                .results()
                .map(block -> block.group(1).lines().map(line -> line.replaceFirst(";.*", "")))
                .map(lines -> HexFormat.of()
                        .parseHex(lines.collect(Collectors.joining()).replace(" ", "")))
                .toList();
    }

    private static List<Message> messages(byte[] example) {
        List<Message> messages = new ArrayList<>();
        FrameReader reader = new FrameReader();
        try {
            reader.read(example, 0, example.length, frame -> messages.add(FrameCodec.decode(frame)));
        } catch (IOException e) {
            throw new UncheckedIOException(HexFormat.of().formatHex(example), e);
        }
        assertThat(reader.bufferedBytes()).as("bytes of an unfinished frame").isZero();
        return messages;
    }

    private static List<List<Message>> messagesOf(String heading) {
        return examples(section(heading)).stream()
                .map(ProtocolDocumentTest::messages)
                .toList();
    }

    @Nested
    class TheExamples {
        @Test
        void areWholeFramesThatEncodeToTheSameBytes() {
            List<byte[]> examples = examples(DOCUMENT);

            assertThat(examples).hasSize(17).allSatisfy(example -> {
                FrameWriter out = new FrameWriter();
                messages(example).forEach(message -> FrameCodec.write(message, out));
                assertThat(out.toBytes()).isEqualTo(example);
            });
        }

        @Test
        void showAPutAndAGet() {
            assertThat(messagesOf("### A PUT and a GET, byte by byte"))
                    .containsExactly(
                            List.of(new Put(KEY, BLUE)),
                            List.of(new PutResponse(ErrorCode.NONE, KEY)),
                            List.of(new Get(KEY)),
                            List.of(new GetResponse(ErrorCode.NONE, KEY, BLUE)),
                            List.of(new GetResponse(ErrorCode.KEY_NOT_FOUND, KEY, Value.EMPTY)));
        }

        @Test
        void showAWorkersHello() {
            assertThat(messagesOf("### Announcing them"))
                    .containsExactly(List.of(
                            new Hello(
                                    Handshake.MAGIC,
                                    Handshake.PROTOCOL_VERSION,
                                    Handshake.WORKER,
                                    0,
                                    0x0123456789abcdefL),
                            new WorkerReady(280, 6280)));
        }

        @Test
        void showAVersionedWrite() {
            assertThat(messagesOf("### Versioned writes"))
                    .containsExactly(
                            List.of(new VersionedStore(7, 0x3_0000_000bL, KEY, BLUE)), List.of(new NotifyAck(5)));
        }

        @Test
        void showARecovery() {
            long cluster = 0x1234_5678_9abc_def0L;
            long settled = 0x3_0000_000aL;
            Message member = new ViewMember(280, 0x0123_4567_89ab_cdefL, "127.0.0.1", 6280, MemberRole.READY);

            assertThat(messagesOf("### When the balancer was restarted"))
                    .containsExactly(
                            List.of(
                                    new Report(cluster, 3, MemberRole.READY, settled + 2),
                                    new ViewStart(3, 7, settled, 1),
                                    member,
                                    new ViewEnd(),
                                    new Capacity(1L << 20, 1L << 32)),
                            List.of(new UnsettledQuery(cluster, 4)),
                            List.of(
                                    new UnsettledEntry(settled + 1, KEY, BLUE),
                                    new UnsettledTombstone(settled + 2, Key.of("user7")),
                                    new UnsettledEnd(settled)),
                            List.of(
                                    new Join(
                                            cluster,
                                            4,
                                            0x4_0000_0001L,
                                            MemberRole.READY,
                                            ReplicationMode.LINEARIZABLE,
                                            StoreOrder.KEEP),
                                    new ViewStart(4, 1, settled, 1),
                                    member,
                                    new ViewEnd()));
        }

        @Test
        void showMetrics() {
            assertThat(messagesOf("### What a balancer has counted"))
                    .containsExactly(List.of(
                            new Message.Metrics(),
                            new Message.MetricsResponse(
                                    0x0123456789abcdefL, 1_000, 9_000, 10, 250, 7, 1, 2, 12_884_901_898L, 5, 1_300, 1),
                            new Message.MetricsBucket(127, 10_010)));
        }

        @Test
        void showADelete() {
            assertThat(messagesOf("### Clients that speak the extensions"))
                    .containsExactly(List.of(
                            new Delete(KEY), new VersionedDeleteResponse(ErrorCode.NONE, 0x4_0000_0002L, 280, KEY)));
        }

        @Test
        void showTheJoinsOfTheRecordedSession() {
            List<String> workerA = recorded(0);
            List<String> workerB = recorded(2);

            assertThat(examples(section("### Joining")).stream().map(HexFormat.of()::formatHex))
                    .containsExactly(
                            String.join("", workerA.subList(0, 5)),
                            String.join("", workerB.subList(0, 6)),
                            String.join(
                                    "",
                                    workerA.subList(indexOfTheSecondList(workerA), workerA.size())
                                            .subList(0, 3)));
        }

        private int indexOfTheSecondList(List<String> frames) {
            return frames.lastIndexOf("0e000400000002");
        }

        /** The frames of a connection, in both directions, in the order in which they were recorded. */
        private List<String> recorded(int connection) {
            return RecordedSession.frames().stream()
                    .filter(frame -> frame.connection() == connection)
                    .map(RecordedSession.Frame::hex)
                    .toList();
        }
    }

    @Nested
    class TheTablesOfTypes {
        @Test
        void areTheRowsOfTheCode() {
            Map<Integer, String> documented = new TreeMap<>();
            Stream.of("## Types of the base protocol", "### Types of the extensions")
                    .flatMap(TheTablesOfTypes.this::rows)
                    .forEach(row ->
                            documented.put(Integer.valueOf(row.group(1)), row.group(2) + " " + layout(row.group(3))));

            Map<Integer, String> expected = new TreeMap<>();
            for (MessageType type : MessageType.values()) {
                expected.put(type.code(), type.name() + " " + DocumentedLayouts.of(type));
            }
            assertThat(documented).isEqualTo(expected);
        }

        @Test
        void keepTheExtensionsApart() {
            assertThat(rows("## Types of the base protocol").map(row -> MessageType.valueOf(row.group(2))))
                    .hasSize(19)
                    .noneMatch(MessageType::isExtension);
            assertThat(rows("### Types of the extensions").map(row -> MessageType.valueOf(row.group(2))))
                    .isNotEmpty()
                    .allMatch(MessageType::isExtension);
        }

        private Stream<MatchResult> rows(String heading) {
            return CODE_ROW.matcher(section(heading)).results();
        }

        private List<FieldLayout> layout(String payload) {
            if (payload.equals("-")) {
                return List.of();
            }
            return Arrays.stream(payload.split(", ", -1))
                    .map(field -> {
                        var parts = FIELD.matcher(field);
                        assertThat(parts.matches()).as(field).isTrue();
                        return new FieldLayout(parts.group(1), kind(parts.group(2)));
                    })
                    .toList();
        }

        private char kind(String width) {
            if (width == null) {
                return 's';
            }
            return switch (width) {
                case "1" -> 'b';
                case "2" -> 'h';
                case "4" -> 'i';
                case "8" -> 'q';
                default -> throw new AssertionError("a number of " + width + " bytes");
            };
        }
    }

    /** The numbers of fields that are no quantities, each in a table of its own. */
    @Nested
    class TheTablesOfNumbers {
        @Test
        void giveTheRolesOfPrograms() {
            assertThat(numbers("role", "of a program"))
                    .isEqualTo(Map.of(
                            Handshake.CLIENT, "client", Handshake.WORKER, "worker", Handshake.BALANCER, "balancer"));
        }

        @Test
        void giveTheCapabilities() {
            assertThat(numbers("capability", "of")).isEqualTo(Map.of((int) Handshake.VERSIONS, "client"));
        }

        @Test
        void giveTheRolesOfWorkers() {
            assertThat(numbers("role", "of a worker"))
                    .isEqualTo(
                            Map.of(MemberRole.NONE, "none", MemberRole.LEARNER, "learner", MemberRole.READY, "ready"));
        }

        @Test
        void giveTheModes() {
            assertThat(numbers("mode", "of the cluster"))
                    .isEqualTo(
                            Map.of(ReplicationMode.EVENTUAL, "eventual", ReplicationMode.LINEARIZABLE, "linearizable"));
        }

        @Test
        void giveTheOrdersForAStore() {
            assertThat(numbers("store", "of a worker"))
                    .isEqualTo(Map.of(
                            StoreOrder.KEEP, "keep", StoreOrder.EMPTY, "empty", StoreOrder.TAKE_BACK, "take back"));
        }

        @Test
        void giveTheStates() {
            assertThat(numbers("state", "of the cluster"))
                    .isEqualTo(Map.of(
                            ClusterState.OPENING,
                            "opening",
                            ClusterState.RECOVERING,
                            "recovering",
                            ClusterState.SERVING,
                            "serving",
                            ClusterState.SUSPENDED,
                            "suspended",
                            ClusterState.EMPTY,
                            "empty"));
        }

        /** The rows of the one table with this head: the number, and the words before a colon. */
        private Map<Integer, String> numbers(String field, String of) {
            List<String> tables = Pattern.compile(
                            "^\\| " + field + " \\| " + of + "\\b.*\\n\\|.*\\n((?:\\|.*\\n)+)", Pattern.MULTILINE)
                    .matcher(DOCUMENT)
                    .results()
                    .map(table -> table.group(1))
                    .toList();
            assertThat(tables).as(field + " " + of).hasSize(1);
            return NUMBER_ROW
                    .matcher(tables.get(0))
                    .results()
                    .collect(Collectors.toMap(row -> Integer.valueOf(row.group(1)), row -> row.group(2)));
        }
    }

    @Nested
    class TheTableOfErrors {
        @Test
        void hasEveryKnownCode() {
            Map<Integer, String> documented = CODE_ROW.matcher(section("## Results and errors"))
                    .results()
                    .collect(Collectors.toMap(row -> Integer.valueOf(row.group(1)), row -> row.group(2)));

            assertThat(documented).hasSize(7);
            for (int code = 0; code < 256; code++) {
                ErrorCode error = ErrorCode.of(code);
                assertThat(documented.get(code)).isEqualTo(error.isKnown() ? error.toString() : null);
            }
        }
    }
}
