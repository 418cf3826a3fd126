package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.RecordedState;
import java.util.ArrayList;
import java.util.List;

/** The text of a recorded state: a line for each thing, so that people can read it, and an end that shows it whole. */
final class StateText {
    private static final String FIRST_LINE = "kvlb-state 1";
    private static final String LAST_LINE = "end";

    /** The greatest behind which there is another one: a frame holds 32 bits. */
    private static final long EPOCH_MAX = 0xffff_fffeL;

    private StateText() {}

    static String of(RecordedState state) {
        StringBuilder text = new StringBuilder();
        text.append(FIRST_LINE).append('\n');
        text.append("cluster ").append(Long.toHexString(state.cluster())).append('\n');
        text.append("epoch ").append(state.epoch()).append('\n');
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
        if (last < 3 || !lines.get(0).equals(FIRST_LINE) || !lines.get(last).equals(LAST_LINE)) {
            throw new IllegalArgumentException("expected \"" + FIRST_LINE + "\" to \"" + LAST_LINE + "\"");
        }
        long cluster = Long.parseUnsignedLong(words(lines.get(1), "cluster", 2)[1], 16);
        long epoch = Long.parseLong(words(lines.get(2), "epoch", 2)[1]);
        if (epoch < 0 || epoch > EPOCH_MAX) {
            throw new IllegalArgumentException("epoch must be 0.." + EPOCH_MAX + ": " + epoch);
        }
        List<RecordedState.Member> ready = new ArrayList<>();
        for (String line : lines.subList(3, last)) {
            String[] words = words(line, "ready", 3);
            ready.add(new RecordedState.Member(Long.parseLong(words[1]), Long.parseUnsignedLong(words[2], 16)));
        }
        return new RecordedState(cluster, epoch, ready);
    }

    private static String[] words(String line, String first, int count) {
        String[] words = line.split(" ", -1);
        if (words.length != count || !words[0].equals(first)) {
            throw new IllegalArgumentException("expected \"" + first + "\" and " + (count - 1) + " more: " + line);
        }
        return words;
    }
}
