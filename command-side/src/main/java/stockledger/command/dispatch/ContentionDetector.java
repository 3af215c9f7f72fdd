package stockledger.command.dispatch;

import java.time.Duration;

/** Whether other processes append to the same streams: assumed for the contention window after each conflict. */
final class ContentionDetector {

    private final long windowNanos;
    private volatile long lastConflictNanos;

    ContentionDetector(Duration window) {
        this.windowNanos = window.toNanos();
        this.lastConflictNanos = System.nanoTime() - windowNanos;
    }

    void recordConflict() {
        lastConflictNanos = System.nanoTime();
    }

    boolean isActive() {
        return System.nanoTime() - lastConflictNanos < windowNanos;
    }
}
