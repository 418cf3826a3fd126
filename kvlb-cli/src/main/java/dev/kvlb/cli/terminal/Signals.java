package dev.kvlb.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system.
 *
 * <p>Not by a shutdown hook: the JVM that runs one has decided to exit with 143 already, and the second signal, by which
 * somebody wants to end it now, would be lost. By reflection, since the compiler warns of {@code sun.misc.Signal} in a
 * way that can't be suppressed; JDK 9 and up export it on purpose (JEP 260). A signal that was ignored when the JVM
 * started stays ignored, so nohup works.
 */
public final class Signals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Does this when a signal comes, on a thread of its own.
     *
     * @param name without SIG, such as {@code TERM}
     * @return whether it can be had; not where this system has no such signal, or the JVM needs it
     */
    public static boolean handle(String name, Runnable action) {
        try {
            Class<?> handler = Class.forName(HANDLER);
            return handle(name, Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, of(action)));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Lets a signal do nothing. */
    static boolean ignore(String name) {
        try {
            return handle(name, Class.forName(HANDLER).getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static boolean handle(String name, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName(SIGNAL);
        signal.getMethod("handle", signal, Class.forName(HANDLER))
                .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        return true;
    }

    private static InvocationHandler of(Runnable action) {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "kvlb";
        };
    }
}
