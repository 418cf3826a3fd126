package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.RecordedState;
import java.util.ArrayList;
import java.util.List;

/** The text of a recorded state: a line for each thing, so that people can read it, and an end that shows it whole. */
final class StateText {
    private static final String FIRST_LINE = "kvlb-state 1";
    private static final String LAST_LINE = "end";

    /** The last that there is: a frame holds 32 bits. */
    static final long EPOCH_MAX = 0xffff_ffffL;

    private StateText() {}

    static String of(RecordedState state) {
        StringBuilder text = new StringBuilder();
        text.append(FIRST_LINE).append('\n');
        text.append("cluster ").append(Long.toHexString(state.cluster())).append('\n');
        text.append("epoch ").append(state.epoch()).append('\n');
        text.append("data-epoch ").append(state.dataEpoch()).append('\n');
        for (RecordedState.Member member : state.ready()) {
            text.append("ready ")
                    .append(member.workerId())
                    .append(' ')
                    .append(Long.toHexString(member.incarnation()))
                    .append('\n');
        }
        return text.append(LAST_LINE).append('\n').toString();
    }

    /**
     * Returns the state that a text tells.
     *
     * @throws IllegalArgumentException if it tells none; the message names the line
     */
    static RecordedState parse(String text) {
        List<String> lines = text.lines().toList();
        int last = lines.size() - 1;
        if (last < 4 || !lines.get(0).equals(FIRST_LINE) || !lines.get(last).equals(LAST_LINE)) {
            throw new IllegalArgumentException("expected \"" + FIRST_LINE + "\" to \"" + LAST_LINE + "\"");
        }
        long cluster = Long.parseUnsignedLong(words(lines.get(1), "cluster", 2)[1], 16);
        long epoch = epoch(lines.get(2), "epoch");
        long dataEpoch = epoch(lines.get(3), "data-epoch");
        List<RecordedState.Member> ready = new ArrayList<>();
        for (String line : lines.subList(4, last)) {
            String[] words = words(line, "ready", 3);
            ready.add(new RecordedState.Member(Long.parseLong(words[1]), Long.parseUnsignedLong(words[2], 16)));
        }
        return new RecordedState(cluster, epoch, dataEpoch, ready);
    }

    private static long epoch(String line, String name) {
        long epoch = Long.parseLong(words(line, name, 2)[1]);
        if (epoch < 0 || epoch > EPOCH_MAX) {
            throw new IllegalArgumentException(name + " must be 0.." + EPOCH_MAX + ": " + epoch);
        }
        return epoch;
    }

    private static String[] words(String line, String first, int count) {
        String[] words = line.split(" ", -1);
        if (words.length != count || !words[0].equals(first)) {
            throw new IllegalArgumentException("expected \"" + first + "\" and " + (count - 1) + " more: " + line);
        }
        return words;
    }
}
