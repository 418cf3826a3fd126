package dev.kvlb.protocol;

import java.util.Arrays;
import java.util.List;

/**
 * The layout of one message type, stated once: its fields in the order of the wire.
 *
 * <p>{@link Frame} finds the fields of a frame by the widths in it, and {@link RecordCodec} reads and writes through it
 * field by field. So the two can't disagree.
 */
final class Layout {
    private static final FieldName[] ALL = FieldName.values();

    private final List<FieldName> names;
    private final int[] widths;
    private final int[] indexOf = new int[ALL.length];

    Layout(FieldName... names) {
        this.names = List.of(names);
        this.widths = new int[names.length];
        Arrays.fill(indexOf, -1);
        for (int i = 0; i < names.length; i++) {
            widths[i] = names[i].type().width();
            indexOf[names[i].ordinal()] = i;
        }
    }

    /** Returns the width of each field in the order of the wire; the caller does not change it. */
    int[] widths() {
        return widths;
    }

    List<FieldName> names() {
        return names;
    }

    FieldName name(int index) {
        return names.get(index);
    }

    /** Returns the position of a field in the order of the wire, or -1 where this layout has no such field. */
    int indexOf(FieldName name) {
        return indexOf[name.ordinal()];
    }
}
