package dev.kvlb.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What was measured: a line of JSON for each measurement as it comes, and a table at the end. */
final class Results {
    private static final String OURS = "kvlb";
    private static final double NANOS_A_MICRO = 1e3;

    private final Settings settings;
    private final List<Row> rows = new ArrayList<>();

    private record Row(int round, String store, Workload workload, double requestsPerSecond) {}

    /** Begins a file with a line about the machine and the versions. */
    Results(Settings settings) throws IOException {
        this.settings = settings;
        Path directory = settings.out().toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.deleteIfExists(settings.out());
        write("{\"kind\":\"comparison\",\"java\":\"%s\",\"os\":\"%s %s\",\"cpus\":%d,%s}"
                .formatted(
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        parameters()));
    }

    private String parameters() {
        return "\"threads\":%d,\"inFlight\":%d,\"keys\":%d,\"valueSize\":%d,\"seconds\":%d,\"rounds\":%d"
                .formatted(
                        settings.threads(),
                        settings.inFlight(),
                        settings.keys(),
                        settings.valueBytes(),
                        settings.seconds(),
                        settings.rounds());
    }

    void add(int round, String store, Workload workload, Measurement.Result result) {
        rows.add(new Row(round, store, workload, result.requestsPerSecond()));
        Histogram nanos = result.nanos();
        String times = nanos == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ",\"p50Micros\":%.1f,\"p99Micros\":%.1f,\"p999Micros\":%.1f",
                        nanos.getValueAtPercentile(50) / NANOS_A_MICRO,
                        nanos.getValueAtPercentile(99) / NANOS_A_MICRO,
                        nanos.getValueAtPercentile(99.9) / NANOS_A_MICRO);
        write(String.format(
                Locale.ROOT,
                "{\"kind\":\"measurement\",\"round\":%d,\"store\":\"%s\",\"workload\":\"%s\",\"requestsPerSecond\":%.0f%s}",
                round,
                store,
                workload.label(),
                result.requestsPerSecond(),
                times));
    }

    private void write(String line) {
        System.out.println(line);
        try {
            Files.writeString(settings.out(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints the median of each store, and the median over the rounds of kvlb's requests per each other's. */
    void printTable() {
        System.out.printf("%n%-12s %-11s %14s %12s%n", "workload", "store", "requests/s", "kvlb/store");
        for (Workload workload : Workload.values()) {
            for (String store : settings.stores()) {
                List<Double> rates = new ArrayList<>();
                List<Double> ratios = new ArrayList<>();
                for (int round = 1; round <= settings.rounds(); round++) {
                    double theirs = rate(round, store, workload);
                    double ours = rate(round, OURS, workload);
                    addIfMeasured(rates, theirs);
                    addIfMeasured(ratios, ours / theirs);
                }
                if (!rates.isEmpty()) {
                    String ratio = ratios.isEmpty() || store.equals(OURS)
                            ? ""
                            : String.format(Locale.ROOT, "%.2f", median(ratios));
                    System.out.printf(
                            Locale.ROOT, "%-12s %-11s %,14.0f %12s%n", workload.label(), store, median(rates), ratio);
                }
            }
        }
    }

    private double rate(int round, String store, Workload workload) {
        for (Row row : rows) {
            if (row.round() == round && row.store().equals(store) && row.workload() == workload) {
                return row.requestsPerSecond();
            }
        }
        return Double.NaN;
    }

    private static void addIfMeasured(List<Double> numbers, double number) {
        if (!Double.isNaN(number)) {
            numbers.add(number);
        }
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = new ArrayList<>(numbers);
        sorted.sort(null);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
