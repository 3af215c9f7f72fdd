package stockledger.trials.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting between attempts, cut short for everybody once the run is called off. */
public final class Pauses {

    private final CountDownLatch calledOff = new CountDownLatch(1);

    /** Wakes everybody who waits; no later pause lasts. */
    public void callOff() {
        calledOff.countDown();
    }

    public boolean isCalledOff() {
        return calledOff.getCount() == 0;
    }

    /**
     * @throws CalledOff when the run ended meanwhile
     */
    public void await(Duration pause) {
        try {
            if (calledOff.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CalledOff();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CalledOff();
        }
    }

    /** Another worker ended the run. */
    public static final class CalledOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
