package dev.kvlb.benchmarks.compare;

/** What each thread does during a measurement. */
enum Workload {
    /** One GET after the other. */
    GET("get", false),
    /** One PUT after the other. */
    PUT("put", false),
    /** GETs, as many under way as the window allows. */
    GET_ASYNC("get async", true),
    /** PUTs, as many under way as the window allows. */
    PUT_ASYNC("put async", true);

    private final String label;
    private final boolean async;

    Workload(String label, boolean async) {
        this.label = label;
        this.async = async;
    }

    /** Returns its name in the results. */
    String label() {
        return label;
    }

    boolean isAsync() {
        return async;
    }

    private boolean isPut() {
        return this == PUT || this == PUT_ASYNC;
    }

    /** Does one request; a GET must find a value of this length. */
    void request(Store store, String key, byte[] value) throws Exception {
        if (isPut()) {
            store.put(key, value);
            return;
        }
        byte[] found = store.get(key);
        if (found == null || found.length != value.length) {
            throw new IllegalStateException(key + " has lost its value");
        }
    }

    /** Has one request done. */
    void request(Window window, String key, byte[] value) throws Exception {
        if (isPut()) {
            window.put(key, value);
        } else {
            window.get(key);
        }
    }
}
