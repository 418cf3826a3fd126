package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvlb.Client;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedOperation;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that puts, gets and deletes, a few requests at once, from the first line of its input to the end of
 * it, and writes down what came of each. To each line that it reads it says what its clock shows.
 */
final class RecordingClient {
    private static final int LANES = 2;

    /** So that the history of a run is of a size that can be checked on any machine. */
    private static final int PAUSE_MICROS_MAX = 8_000;

    private static final int REFUSED_PAUSE_MICROS = 20_000;

    private final BufferedWriter file;
    private volatile boolean ending;

    private RecordingClient(BufferedWriter file) {
        this.file = file;
    }

    /** Takes the host and the port of a balancer, its own number, and the file to write. */
    public static void main(String[] arguments) throws Exception {
        int number = Integer.parseInt(arguments[2]);
        try (BufferedWriter file = Files.newBufferedWriter(Path.of(arguments[3]));
                Client client = Client.builder()
                        .balancer(arguments[0], Integer.parseInt(arguments[1]))
                        .build()
                        .start()) {
            new RecordingClient(file).run(client, number);
        }
    }

    private void run(Client client, int number) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        String line = in.readLine();
        List<Thread> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            int lane = number * LANES + i;
            Thread thread = new Thread(() -> drive(new Recorder(client, lane), lane), "lane " + lane);
            thread.setUncaughtExceptionHandler((failed, e) -> {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            thread.start();
            lanes.add(thread);
        }
        while (line != null) {
            System.out.println(line + " " + System.nanoTime());
            line = in.readLine();
        }
        ending = true;
        for (Thread lane : lanes) {
            lane.join();
        }
    }

    private void drive(Recorder recorder, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        while (!ending) {
            RecordedOperation operation = next(recorder, random);
            synchronized (this) {
                try {
                    file.write(operation.line());
                    file.newLine();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            int micros =
                    operation.outcome() == Outcome.REFUSED ? REFUSED_PAUSE_MICROS : random.nextInt(PAUSE_MICROS_MAX);
            LockSupport.parkNanos(micros * 1_000L);
        }
    }

    /** Every second request is about one of two keys, so that many are about the same one at once. */
    private static RecordedOperation next(Recorder recorder, SplittableRandom random) {
        boolean canBeDeleted = random.nextBoolean();
        int which = random.nextBoolean() ? 0 : random.nextInt(Recorder.UNDELETED_FROM);
        String key = Recorder.key(canBeDeleted ? which : Recorder.UNDELETED_FROM + which);
        int dice = random.nextInt(10);
        if (dice < 5) {
            return recorder.get(key);
        }
        return dice < 7 && canBeDeleted ? recorder.delete(key) : recorder.put(key);
    }
}
