package dev.kvlb.cli.oneshot;

import dev.kvlb.KvlbException;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.text.HostPort;
import dev.kvlb.internal.client.OneRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A get, put or delete in its plain form, without picocli, a logger or the client: they would take longer to load than
 * all the rest of the command does.
 *
 * <p>It knows {@code --balancer}, {@code --raw} and words that begin with no dash. Whatever else stands there, and
 * whatever is wrong, is left to the command line, and so is what failed before anything was sent: there the same
 * arguments mean the same.
 */
public final class FastPath {
    /** No exit status: it is left to the command line. */
    public static final int NOT_TAKEN = -1;

    private static final char UNREADABLE = '\uFFFD';
    private static final String BALANCER = "--balancer";
    private static final String BALANCER_IS = "--balancer=";
    private static final String RAW = "--raw";
    private static final int WORDS_MAX = 2;

    private final Invocation invocation;
    private final String command;
    private final String[] words = new String[WORDS_MAX];
    private int count;
    private boolean raw;
    private @Nullable String balancer;

    private FastPath(Invocation invocation, String command) {
        this.invocation = invocation;
        this.command = command;
    }

    /** Returns the way of these arguments, or null where they are not plain. */
    public static @Nullable FastPath of(Invocation invocation) {
        List<String> arguments = invocation.arguments();
        if (arguments.isEmpty()) {
            return null;
        }
        FastPath path = new FastPath(invocation, arguments.get(0));
        return path.isKnown() && path.takeAll(arguments) && path.isComplete() ? path : null;
    }

    private boolean isKnown() {
        return command.equals("get") || command.equals("put") || command.equals("delete");
    }

    private boolean isComplete() {
        return count == (command.equals("put") ? 2 : 1);
    }

    private boolean takeAll(List<String> arguments) {
        int i = 1;
        while (i < arguments.size()) {
            String argument = arguments.get(i);
            if (argument.equals(BALANCER)) {
                i++;
                if (i == arguments.size() || !takeBalancer(arguments.get(i))) {
                    return false;
                }
            } else if (argument.startsWith(BALANCER_IS)) {
                if (!takeBalancer(argument.substring(BALANCER_IS.length()))) {
                    return false;
                }
            } else if (argument.equals(RAW)) {
                if (raw || !command.equals("get")) {
                    return false;
                }
                raw = true;
            } else if (!takeWord(argument)) {
                return false;
            }
            i++;
        }
        return true;
    }

    private boolean takeBalancer(String text) {
        if (balancer != null || text.isEmpty() || text.startsWith("-")) {
            return false;
        }
        balancer = text;
        return true;
    }

    private boolean takeWord(String word) {
        if (count == WORDS_MAX || word.startsWith("-") || word.indexOf(UNREADABLE) >= 0) {
            return false;
        }
        words[count++] = word;
        return true;
    }

    /** Does it; returns the exit status, or {@link #NOT_TAKEN} where nothing came of it that counts. */
    public int run() {
        HostPort address = address();
        if (address == null) {
            return NOT_TAKEN;
        }
        try {
            return ask(new OneRequest(address.host(), address.port(), utf8(words[0])));
        } catch (KvlbException | CommandFailedException e) {
            return ErrorLine.tell(e, invocation);
        }
    }

    private int ask(OneRequest request) {
        if (command.equals("get")) {
            return request.get() ? show(request.value()) : NOT_TAKEN;
        }
        boolean done = command.equals("put") ? request.put(utf8(words[1])) : request.delete();
        return done ? ExitStatus.DONE : NOT_TAKEN;
    }

    private int show(byte @Nullable [] value) {
        if (value == null) {
            GetOutput.absent(words[0], invocation);
            return ExitStatus.NO;
        }
        GetOutput.value(value, raw, invocation);
        invocation.flush();
        return ExitStatus.DONE;
    }

    private @Nullable HostPort address() {
        // Constants, which the compiler copies: the class of the option is not loaded.
        String given = balancer != null ? balancer : invocation.variable(BalancerOption.VARIABLE);
        try {
            return HostPort.parse(given == null ? BalancerOption.DEFAULT : given);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
