package stockledger.command.dispatch;

import java.util.concurrent.TimeUnit;

/** Whether other processes append to the streams that this one appends to: so it seems for a while after a lost race. */
final class ContentionDetector {

    private final long whileNanos;
    private volatile long metAt;

    ContentionDetector(int seconds) {
        this.whileNanos = TimeUnit.SECONDS.toNanos(seconds);
        this.metAt = System.nanoTime() - whileNanos;
    }

    /** Another process was faster. */
    void met() {
        metAt = System.nanoTime();
    }

    boolean areAbout() {
        return System.nanoTime() - metAt < whileNanos;
    }
}
