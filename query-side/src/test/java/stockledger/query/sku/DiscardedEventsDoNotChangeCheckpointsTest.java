package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.received;

import org.junit.jupiter.api.Test;
import stockledger.query.Fold;

/** An event that an operator has discarded is one of the events of a checkpoint, and has no effect on its state. */
class DiscardedEventsDoNotChangeCheckpointsTest {

    /** The checkpoint after receipts of 1 unit each, one of which may be discarded. */
    private static StreamState checkpoint(int events, int discarded) {
        StreamState.Fold fold = new StreamState.Fold(StreamState.empty("mug", "stock:mug"));
        for (int i = 0; i < events; i++) {
            fold.add(Fold.event(received("mug", "main", 1), i), i != discarded);
        }
        return fold.result();
    }

    @Test
    void theEventIsCountedAndItsUnitsAreNot() {
        StreamState all = checkpoint(Checkpoints.INTERVAL, -1);
        StreamState without = checkpoint(Checkpoints.INTERVAL, 500);
        assertThat(all.state().sellable()).isEqualTo(Checkpoints.INTERVAL);
        assertThat(without.state().sellable()).isEqualTo(Checkpoints.INTERVAL - 1);
        assertThat(without.events()).as("the next event is the same one").isEqualTo(all.events());
    }

    @Test
    void aDiscardedLastEventCompletesTheCheckpoint() {
        StreamState checkpoint = checkpoint(Checkpoints.INTERVAL, Checkpoints.INTERVAL - 1);
        assertThat(checkpoint.version()).isEqualTo(Checkpoints.INTERVAL - 1);
        assertThat(checkpoint.state().sellable()).isEqualTo(Checkpoints.INTERVAL - 1);
    }
}
