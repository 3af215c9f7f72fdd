package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.shipped;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.query.Fold;

/** A reservation whose lines are replaced again and again costs as much per event as any other. */
class ManyChangesOfOneClaimAreFoldedTest {

    private static final int CHANGES = 40_000;

    private final OriginsFold fold = new OriginsFold(StockOrigins.NONE);

    private List<StockOrigins.OpenClaim> claims() {
        return fold.origins(Inbound.NONE).claims();
    }

    @Test
    void theTimePerEventDoesNotGrow() {
        assertTimeoutPreemptively(Duration.ofSeconds(3), () -> {
            for (int i = 0; i < CHANGES; i++) {
                fold.on(Fold.event(held("mug", "cart", at("main", 1)), i));
            }
        });
        assertThat(claims()).singleElement().matches(claim -> claim.held() == CHANGES);
    }

    @Test
    void aClaimIsOpenUntilNothingOfItIsLeftAtAnyLocation() {
        fold.on(Fold.event(held("mug", "cart", at("main", 3)), 0));
        fold.on(Fold.event(held("mug", "cart", at("shop", 1)), 1));
        fold.on(Fold.event(allocated("mug", "cart", at("main", 3)), 2));
        fold.on(Fold.event(shipped("mug", "cart", at("main", 3)), 3));
        OriginsFold resumed = new OriginsFold(fold.origins(Inbound.NONE));
        assertThat(claims()).hasSize(1);
        resumed.on(Fold.event(allocated("mug", "cart", at("shop", 1)), 4));
        assertThat(resumed.origins(Inbound.NONE).claims()).hasSize(1);
        resumed.on(Fold.event(shipped("mug", "cart", at("shop", 1)), 5));
        assertThat(resumed.origins(Inbound.NONE).claims()).isEmpty();
    }
}
