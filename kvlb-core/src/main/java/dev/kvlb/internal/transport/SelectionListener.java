package dev.kvlb.internal.transport;

/** What is attached to a selection key: told when the selector has found its channel ready. */
@FunctionalInterface
interface SelectionListener {
    /** The channel is ready for something that the key's interest names, or was when the selector looked. */
    void onSelected();
}
