package dev.kvlb.benchmarks;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameSink;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.Value;
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

/** Frames: written field by field, cut from a stream and read in place, and turned into records and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {
    private static final int KEY_BYTES = 16;
    private static final int CLIENT_ID = 7;

    /** Bytes of a value. */
    @Param({"64", "4096"})
    public int valueBytes;

    private final FrameWriter out = new FrameWriter();
    private final FrameReader reader = new FrameReader();
    private final FrameReader splitReader = new FrameReader();
    private byte[] key;
    private byte[] value;
    private byte[] get;
    private byte[] put;
    private Message.Put message;
    private FrameSink readFields;
    private final FrameSink forward = this::forward;

    /** Makes one frame of each type. */
    @Setup(Level.Trial)
    public void setUp(Blackhole hole) {
        key = new byte[KEY_BYTES];
        value = new byte[valueBytes];
        message = new Message.Put(Key.of(key), Value.of(value));
        put = FrameCodec.encode(message);
        get = FrameCodec.encode(new Message.Get(Key.of(key)));
        readFields = frame -> {
            hole.consume(frame.key());
            if (frame.type() == MessageType.PUT) {
                hole.consume(frame.value());
            }
            return true;
        };
    }

    /** Writes a PUT. */
    @Benchmark
    public int writePut() {
        out.begin(MessageType.PUT)
                .bytes(key, 0, key.length)
                .bytes(value, 0, value.length)
                .end();
        return takeAll();
    }

    /** Writes a GET. */
    @Benchmark
    public int writeGet() {
        out.begin(MessageType.GET).bytes(key, 0, key.length).end();
        return takeAll();
    }

    /** Writes the answer to a GET. */
    @Benchmark
    public int writeGetResponse() {
        out.begin(MessageType.GET_RESPONSE)
                .u8(ErrorCode.NONE.code())
                .bytes(key, 0, key.length)
                .bytes(value, 0, value.length)
                .end();
        return takeAll();
    }

    /** Cuts a PUT from a stream and reads its fields where they lie. */
    @Benchmark
    public boolean readPut() throws MalformedFrameException {
        return reader.read(put, 0, put.length, readFields);
    }

    /** Cuts a GET from a stream and reads its field where it lies. */
    @Benchmark
    public boolean readGet() throws MalformedFrameException {
        return reader.read(get, 0, get.length, readFields);
    }

    /** Cuts a PUT from a stream that comes in two pieces. */
    @Benchmark
    public boolean readPutInTwoPieces() throws MalformedFrameException {
        int half = put.length / 2;
        splitReader.read(put, 0, half, readFields);
        return splitReader.read(put, half, put.length - half, readFields);
    }

    /** Puts the payload of a GET behind the header of a worker's request, as the balancer does. */
    @Benchmark
    public int forwardGet() throws MalformedFrameException {
        reader.read(get, 0, get.length, forward);
        return takeAll();
    }

    private boolean forward(Frame frame) {
        out.begin(MessageType.RETRIEVE_REQUEST)
                .u32(CLIENT_ID)
                .raw(frame.bytes(), frame.payloadOffset(), frame.payloadLength())
                .end();
        return true;
    }

    /** Turns a record into a frame. */
    @Benchmark
    public byte[] encodePut() {
        return FrameCodec.encode(message);
    }

    /** Turns a frame into a record. */
    @Benchmark
    public Message decodePut() throws MalformedFrameException {
        return FrameCodec.decode(put);
    }

    private int takeAll() {
        int size = out.size();
        out.take(size);
        return size;
    }
}
