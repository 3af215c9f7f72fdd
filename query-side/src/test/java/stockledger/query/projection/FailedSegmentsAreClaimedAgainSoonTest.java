package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.events.stock.StockEvent;
import stockledger.query.RunningQuerySide;

/** A segment whose batch has failed waits for its next try much shorter than claims last. */
class FailedSegmentsAreClaimedAgainSoonTest {

    /** Half of it would be the interval of the search for free segments. */
    private static final Duration CLAIM_TIMEOUT = Duration.ofMinutes(5);

    private RunningQuerySide querySide;

    @BeforeEach
    void start() {
        querySide = new RunningQuerySide("--stockledger.projection.claim-timeout=" + CLAIM_TIMEOUT);
        querySide.awaitReady(0);
    }

    @AfterEach
    void stop() {
        querySide.close();
    }

    @Test
    void aBatchThatFailedOnceIsFoldedWithinTheClaimTimeout() {
        FailingOnce failing = new FailingOnce();
        querySide.bean(ProcessorRunner.class).run(failing, EpochState.first(failing.name()));

        querySide.append(received("s", "main", 1));

        await().atMost(CLAIM_TIMEOUT.dividedBy(4))
                .untilAtomic(failing.attempts, attempts -> assertThat(attempts).isGreaterThan(1));
    }

    private static final class FailingOnce extends CountingProjection {

        private final AtomicInteger attempts = new AtomicInteger();

        FailingOnce() {
            super("failing-once", Set.of(StockEvent.class));
        }

        @Override
        public Integer on(Integer view, ProjectedEvent event) {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("the first attempt fails");
            }
            return super.on(view, event);
        }
    }
}
