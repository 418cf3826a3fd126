package dev.kvlb.examples.store;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.ForwardingKeyValueStore;
import dev.kvlb.spi.KeyValueStore;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values compressed in another store: a byte that says how, then the value deflated, or as it is where that is no
 * longer.
 */
public final class CompressedStore extends ForwardingKeyValueStore {
    private static final byte AS_IT_IS = 0;
    private static final byte DEFLATED = 1;
    private static final int VALUE_BYTES_MAX = 65_535;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final Inflater inflater = new Inflater();
    private final byte[] packed = new byte[1 + VALUE_BYTES_MAX];
    private final byte[] plain = new byte[VALUE_BYTES_MAX];
    private final ByteSlice packedValue = new ByteSlice();
    private final ByteSlice plainValue = new ByteSlice();

    /** Makes a store of one that is empty and used by nobody else. */
    public CompressedStore(KeyValueStore store) {
        super(store);
    }

    @Override
    public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        return super.apply(version, key, value == null ? null : pack(value));
    }

    @Override
    public boolean find(ByteSlice key, EntryVisitor visitor) {
        return super.find(key, unpacking(visitor));
    }

    @Override
    public long scan(long cursor, int limit, EntryVisitor visitor) {
        return super.scan(cursor, limit, unpacking(visitor));
    }

    private EntryVisitor unpacking(EntryVisitor visitor) {
        return (version, key, value) -> visitor.entry(version, key, value == null ? null : unpack(value));
    }

    private ByteSlice pack(ByteSlice value) {
        deflater.reset();
        deflater.setInput(value.array(), value.offset(), value.length());
        deflater.finish();
        int length = deflater.deflate(packed, 1, value.length());
        if (deflater.finished()) {
            packed[0] = DEFLATED;
            return packedValue.set(packed, 0, 1 + length);
        }
        packed[0] = AS_IT_IS;
        System.arraycopy(value.array(), value.offset(), packed, 1, value.length());
        return packedValue.set(packed, 0, 1 + value.length());
    }

    private ByteSlice unpack(ByteSlice value) {
        byte[] bytes = value.array();
        int start = value.offset() + 1;
        int length = value.length() - 1;
        if (bytes[value.offset()] == AS_IT_IS) {
            return plainValue.set(bytes, start, length);
        }
        inflater.reset();
        inflater.setInput(bytes, start, length);
        try {
            return plainValue.set(plain, 0, inflater.inflate(plain));
        } catch (DataFormatException e) {
            throw new AssertionError("it was deflated here", e);
        }
    }
}
