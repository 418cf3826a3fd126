package dev.kvlb.cli.pipe;

import dev.kvlb.protocol.ByteSlice;

/** Takes the entries of a stream, one after the other; called by the thread that reads them. */
interface EntrySink {
    /**
     * Takes an entry.
     *
     * @param number of its line, or of the entry where there are no lines, from 1
     * @param key valid during the call
     * @param value valid during the call
     * @return whether more is wanted
     */
    boolean onEntry(long number, ByteSlice key, ByteSlice value);

    /**
     * Takes note that what stands in the place of an entry is none.
     *
     * @param number as above
     * @param what is wrong, for people
     */
    void onBad(long number, String what);
}
