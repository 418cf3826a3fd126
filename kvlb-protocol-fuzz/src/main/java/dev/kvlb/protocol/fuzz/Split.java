package dev.kvlb.protocol.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A way to split a stream into pieces: their sizes, used in turn and from the first again when the stream is longer.
 *
 * @param sizes at least one, each 0 or greater; where all are 0, the stream is one piece behind empty ones
 */
public record Split(List<Integer> sizes) {
    /**
     * Makes a split; the sizes are copied.
     *
     * @param sizes at least one, each 0 or greater
     * @throws IllegalArgumentException if there is no size, or one is negative
     */
    public Split {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("a split needs sizes of 0 or more: " + sizes);
        }
    }

    /**
     * {@return the pieces of a stream; together they are the stream}
     *
     * @param stream any bytes, which are copied
     */
    public List<byte[]> pieces(byte[] stream) {
        List<byte[]> pieces = new ArrayList<>();
        boolean progress = sizes.stream().anyMatch(size -> size > 0);
        int at = 0;
        for (int i = 0; at < stream.length; i++) {
            int size = progress || i < sizes.size() ? sizes.get(i % sizes.size()) : stream.length;
            int end = Math.min(stream.length, at + size);
            pieces.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return pieces;
    }
}
