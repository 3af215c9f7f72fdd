package stockledger.command.dispatch.idempotency;

import java.time.Duration;
import java.time.Instant;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.KeyCommand.CheckKey;
import stockledger.command.dispatch.idempotency.KeyCommand.UseKey;
import stockledger.events.idempotency.KeyEvent.KeyUsed;

/** A key belongs to the request that used it first, for 24 hours. */
class UsingAKeyTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant ALMOST_A_DAY_LATER =
            NOON.plus(Duration.ofHours(24).minusMillis(1));
    private static final Instant A_DAY_LATER = NOON.plus(Duration.ofHours(24));
    private static final String STREAM = "key:k";
    private static final KeyUsed FIRST = new KeyUsed("k", "request 1", "stock:MUG");
    private static final KeyUsed SECOND = new KeyUsed("k", "request 2", "stock:CUP");

    private final FixtureConfiguration<UsedKey> fixture = new AggregateTestFixture<>(UsedKey.class);

    private static UseKey use(KeyUsed event, Instant at) {
        return new UseKey(event.id(), event.fingerprint(), event.effect(), at);
    }

    private static CheckKey check(KeyUsed event, Instant at) {
        return new CheckKey(event.id(), event.fingerprint(), at);
    }

    @Test
    void theFirstRequestUsesIt() {
        fixture.givenNoPriorActivity()
                .when(use(FIRST, NOON))
                .expectEvents(FIRST)
                .expectResultMessagePayload(new Outcome<>(false, STREAM, 0));
    }

    @Test
    void theSameRequestChangesNothing() {
        fixture.givenCurrentTime(NOON)
                .andGiven(FIRST)
                .when(use(FIRST, ALMOST_A_DAY_LATER))
                .expectNoEvents()
                .expectResultMessagePayload(new Outcome<>(true, STREAM, 0));
    }

    @Test
    void anotherRequestIsRefused() {
        fixture.givenCurrentTime(NOON)
                .andGiven(FIRST)
                .when(use(SECOND, ALMOST_A_DAY_LATER))
                .expectNoEvents()
                .expectException(KeyReused.class);
    }

    @Test
    void aDayLaterAnotherRequestUsesIt() {
        fixture.givenCurrentTime(NOON)
                .andGiven(FIRST)
                .when(use(SECOND, A_DAY_LATER))
                .expectEvents(SECOND)
                .expectResultMessagePayload(new Outcome<>(false, STREAM, 1));
    }

    @Test
    void theFirstRequestIsRefusedOnceAnotherHasUsedItADayLater() {
        fixture.givenCurrentTime(NOON)
                .andGiven(FIRST)
                .andGivenCurrentTime(A_DAY_LATER)
                .andGiven(SECOND)
                .when(use(FIRST, A_DAY_LATER))
                .expectNoEvents()
                .expectException(KeyReused.class);
    }

    @Test
    void aCheckRefusesAnotherRequestOnly() {
        fixture.givenNoPriorActivity().when(check(FIRST, NOON)).expectNoEvents().expectSuccessfulHandlerExecution();
        fixture.givenCurrentTime(NOON)
                .andGiven(FIRST)
                .when(check(FIRST, NOON))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        fixture.givenCurrentTime(NOON)
                .andGiven(FIRST)
                .when(check(SECOND, NOON))
                .expectNoEvents()
                .expectException(KeyReused.class);
    }
}
