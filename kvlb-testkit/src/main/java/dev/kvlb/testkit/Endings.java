package dev.kvlb.testkit;

import java.util.ArrayList;
import java.util.List;

/** What is closed in the background: a process that was killed is gone for all others, and its thread has still to end. */
final class Endings {
    private final List<Thread> threads = new ArrayList<>();

    synchronized void begin(String name, Runnable ending) {
        Thread thread = new Thread(ending, "kvlb-testkit-end-" + name.replace(' ', '-'));
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Waits until all have ended; each bounds its time. */
    void await() {
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        try {
            for (Thread thread : all) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
