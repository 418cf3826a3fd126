package dev.kvlb.benchmarks;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a worker stores, on keys that are drawn evenly. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StoreBenchmark {
    private static final int KEYS_DRAWN = 1 << 16;
    private static final int SCANNED = 64;
    private static final int SEED = 42;

    /** How many entries there are. */
    @Param({"1000", "1000000"})
    public int entries;

    /** Bytes of a value. */
    @Param("64")
    public int valueBytes;

    private KeyValueStore store;
    private byte[][] drawn;
    private ByteSlice value;
    private KeyValueStore.EntryVisitor visitor;
    private final ByteSlice key = new ByteSlice();
    private final ByteSlice absent = ByteSlice.of("absent".getBytes(StandardCharsets.UTF_8));
    private int next;
    private long version;
    private long cursor;

    /** Fills the store. */
    @Setup(Level.Trial)
    public void setUp(Blackhole hole) {
        store = KeyValueStore.hashMap();
        value = ByteSlice.of(new byte[valueBytes]);
        visitor = (version, key, value) -> hole.consume(value);
        for (int i = 0; i < entries; i++) {
            store.apply(++version, ByteSlice.of(key(i)), value);
        }
        drawn = new byte[KEYS_DRAWN][];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < KEYS_DRAWN; i++) {
            drawn[i] = key(random.nextInt(entries));
        }
    }

    private static byte[] key(int number) {
        return "key:%012d".formatted(number).getBytes(StandardCharsets.UTF_8);
    }

    private ByteSlice nextKey() {
        byte[] bytes = drawn[next++ & (KEYS_DRAWN - 1)];
        return key.set(bytes, 0, bytes.length);
    }

    /** Finds an entry. */
    @Benchmark
    public boolean find() {
        return store.find(nextKey(), visitor);
    }

    /** Finds that there is none. */
    @Benchmark
    public boolean findAbsent() {
        return store.find(absent, visitor);
    }

    /** Replaces the value of an entry. */
    @Benchmark
    public boolean replace() {
        return store.apply(++version, nextKey(), value);
    }

    /** Deletes an entry, forgets its tombstone, and stores it again. */
    @Benchmark
    public boolean deleteAndStoreAgain() {
        ByteSlice deleted = nextKey();
        store.apply(++version, deleted, null);
        store.forget(version, deleted);
        return store.apply(++version, deleted, value);
    }

    /** Goes over 64 entries of a scan, as an export does. */
    @Benchmark
    public long scan64() {
        cursor = store.scan(cursor, SCANNED, visitor);
        return cursor;
    }
}
