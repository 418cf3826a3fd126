package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.StateStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory in which a balancer records who holds all data. */
class StateDirectoryTest {
    private static final RecordedState FIRST =
            new RecordedState(0x1234, 1, List.of(new RecordedState.Member(1, 0xabc)));
    private static final RecordedState SECOND = new RecordedState(0x1234, 2, List.of());

    @TempDir
    private Path temp;

    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();

    private StateDirectory open(Path directory) throws IOException {
        return StateDirectory.open(directory, loop::add);
    }

    /** Records a state and returns what came of it: nothing where it is durable, otherwise the reason. */
    private String persist(StateDirectory directory, RecordedState state) throws InterruptedException {
        BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
        directory.persist(state, new StateStore.Outcome() {
            @Override
            public void onPersisted() {
                outcomes.add("");
            }

            @Override
            public void onFailed(String reason) {
                outcomes.add(reason);
            }
        });
        Runnable told = loop.poll(60, TimeUnit.SECONDS);
        assertThat(told).as("an outcome on the loop").isNotNull();
        assertThat(outcomes).as("nothing is told on another thread").isEmpty();
        told.run();
        return outcomes.remove();
    }

    @Nested
    class ThatIsNew {
        @Test
        void isMadeWithThoseAboveIt() throws IOException {
            Path deep = temp.resolve("a").resolve("b");

            try (StateDirectory directory = open(deep)) {
                assertThat(directory.recorded()).isNull();
                assertThat(deep).isDirectory();
            }
        }

        @Test
        void mayBeThereAlready() throws IOException {
            Files.writeString(temp.resolve("something else"), "of somebody");

            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isNull();
            }
        }

        @Test
        void cannotBeMadeWhereAFileIs() throws IOException {
            Path file = Files.writeString(temp.resolve("file"), "");

            assertThatThrownBy(() -> open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + " can't be the state directory: something else is there; make it a directory, or"
                            + " choose another");
        }

        @Test
        void cannotBeMadeBelowAFileWhichTheMessageNames() throws IOException {
            Path below = Files.writeString(temp.resolve("file"), "").resolve("state");

            assertThatThrownBy(() -> open(below))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(below + " can't be the state directory: ")
                    .hasMessageEndingWith("; make it a directory, or choose another");
        }

        @Test
        void needsALockThatCanBeOpened() throws IOException {
            Path lock = Files.createDirectory(temp.resolve("lock"));

            assertThatThrownBy(() -> open(temp))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(lock + " can't be opened to lock the state directory: ")
                    .hasMessageEndingWith("; let the balancer write in that directory");
        }
    }

    @Nested
    class AState {
        @Test
        void isFoundByTheNextRun() throws Exception {
            try (StateDirectory directory = open(temp)) {
                assertThat(persist(directory, FIRST)).isEmpty();
                assertThat(directory.recorded()).as("of the run before").isNull();
            }
            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isEqualTo(FIRST);
            }
        }

        @Test
        void takesThePlaceOfTheOneBefore() throws Exception {
            try (StateDirectory directory = open(temp)) {
                persist(directory, FIRST);
                persist(directory, SECOND);
            }
            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isEqualTo(SECOND);
            }
        }

        @Test
        void isInItsFileBeforeItIsSaidToBe() throws Exception {
            try (StateDirectory directory = open(temp)) {
                persist(directory, FIRST);

                assertThat(temp.resolve("state")).hasContent(StateText.of(FIRST));
            }
        }

        @Test
        void leavesNoOtherFileBehind() throws Exception {
            try (StateDirectory directory = open(temp)) {
                persist(directory, FIRST);
                persist(directory, SECOND);
            }
            try (var files = Files.list(temp)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("state", "lock");
            }
        }

        @Test
        void isNotSpoiltByOneThatWasNotFinished() throws Exception {
            try (StateDirectory directory = open(temp)) {
                persist(directory, FIRST);
            }
            Files.writeString(temp.resolve("state.next"), "kvlb-state 1\nclus");

            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isEqualTo(FIRST);
                assertThat(persist(directory, SECOND)).isEmpty();
            }
            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isEqualTo(SECOND);
            }
        }

        @Test
        void thatIsDamagedIsNotTakenForNone() throws IOException {
            Files.writeString(temp.resolve("state"), "kvlb-state 1\ncluster 1\nepoch 4\n");

            assertThatThrownBy(() -> open(temp))
                    .isInstanceOf(IOException.class)
                    .hasMessage(temp.resolve("state") + " holds no state that a balancer recorded (expected"
                            + " \"kvlb-state 1\" to \"end\"); restore it, or remove it to have the workers asked");
        }

        @Test
        void ofTheLastEpochIsNotGoneOnWith() throws IOException {
            Path state = temp.resolve("state");
            Files.writeString(state, StateText.of(new RecordedState(0x1234, 4_294_967_295L, List.of())));

            assertThatThrownBy(() -> open(temp))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            state + " names epoch 4294967295, the last, and none can follow it; to begin anew, empty,"
                                    + " stop all workers and remove it");
        }

        @Test
        void ofTheLastEpochButOneIsGoneOnWith() throws IOException {
            RecordedState state = new RecordedState(0x1234, 4_294_967_294L, List.of());
            Files.writeString(temp.resolve("state"), StateText.of(state));

            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isEqualTo(state);
            }
        }

        @Test
        void thatIsNoTextIsDamaged() throws IOException {
            Files.write(temp.resolve("state"), new byte[] {(byte) 0xff, 1, 2});

            assertThatThrownBy(() -> open(temp))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(temp.resolve("state") + " holds no state that a balancer recorded");
        }

        @Test
        void thatCannotBeReadIsNotTakenForNone() throws IOException {
            Path state = Files.createDirectory(temp.resolve("state"));

            assertThatThrownBy(() -> open(temp))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(state + " can't be read: ")
                    .hasMessageEndingWith("; let the balancer read it, or remove it to have the workers asked");
        }

        @Test
        void thatWasDamagedLeavesTheDirectoryUnlocked() throws IOException {
            Files.writeString(temp.resolve("state"), "");
            assertThatThrownBy(() -> open(temp)).isInstanceOf(IOException.class);
            Files.delete(temp.resolve("state"));

            assertThatCode(() -> open(temp).close()).doesNotThrowAnyException();
        }
    }

    @Nested
    class OneThatIsInUse {
        @Test
        void canBeUsedByNoOtherBalancerOfThisProcess() throws IOException {
            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isNull();
                assertThatThrownBy(() -> open(temp))
                        .isInstanceOf(IOException.class)
                        .hasMessage("another balancer uses the state directory " + temp
                                + "; stop it, or choose another directory");
            }
        }

        @Test
        void canBeUsedAgainAfterwards() throws Exception {
            open(temp).close();

            try (StateDirectory directory = open(temp)) {
                assertThat(persist(directory, FIRST)).isEmpty();
            }
        }

        @Test
        void isLockedByAFileThatOtherProcessesSee() throws IOException {
            StateDirectory directory = open(temp);
            directory.close();

            try (FileChannel channel = FileChannel.open(temp.resolve("lock"), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                assertThat(lock.isValid()).isTrue();
                assertThatThrownBy(() -> open(temp)).hasMessageStartingWith("another balancer uses");
            }
        }
    }

    @Nested
    class OneThatCannotBeWritten {
        @Test
        void saysWhyAndIsTriedAgain() throws Exception {
            Path next = temp.resolve("state.next");
            try (StateDirectory directory = open(temp)) {
                Files.createDirectory(next);
                assertThat(persist(directory, FIRST))
                        .startsWith(next + " can't be written, or take the place of the state: ")
                        .endsWith("; let the balancer write in that directory");

                Files.delete(next);
                assertThat(persist(directory, FIRST)).isEmpty();
            }
        }

        @Test
        void keepsTheStateBefore() throws Exception {
            Path next = temp.resolve("state.next");
            try (StateDirectory directory = open(temp)) {
                persist(directory, FIRST);
                Files.createDirectory(next);
                persist(directory, SECOND);
            }
            Files.delete(next);
            try (StateDirectory directory = open(temp)) {
                assertThat(directory.recorded()).isEqualTo(FIRST);
            }
        }

        @Test
        void mayHaveBeenRemoved() throws Exception {
            Path directoryPath = temp.resolve("gone");
            try (StateDirectory directory = open(directoryPath)) {
                Files.delete(directoryPath.resolve("lock"));
                Files.delete(directoryPath);

                assertThat(persist(directory, FIRST))
                        .isEqualTo(directoryPath.resolve("state.next")
                                + " can't be written, or take the place of the state: no such file or directory; let the"
                                + " balancer write in that directory");
            }
        }
    }

    @Nested
    class OneThatIsClosed {
        @Test
        void mayBeClosedTwice() throws IOException {
            StateDirectory directory = open(temp);
            directory.close();

            assertThatCode(directory::close).doesNotThrowAnyException();
        }

        @Test
        void writesNothingMoreAndSaysSo() throws Exception {
            StateDirectory directory = open(temp);
            directory.close();

            assertThat(persist(directory, FIRST)).isEqualTo("the state directory is closed");
            assertThat(temp.resolve("state")).doesNotExist();
        }

        @Test
        void hasWrittenWhatItWasAskedToBefore() throws Exception {
            StateDirectory directory = open(temp);
            for (int epoch = 1; epoch <= 20; epoch++) {
                directory.persist(new RecordedState(1, epoch, List.of()), new StateStore.Outcome() {
                    @Override
                    public void onPersisted() {}

                    @Override
                    public void onFailed(String reason) {}
                });
            }

            directory.close();

            try (StateDirectory next = open(temp)) {
                assertThat(next.recorded()).isEqualTo(new RecordedState(1, 20, List.of()));
            }
        }
    }
}
