package stockledger.query.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.query.Fold;
import stockledger.query.SampleEvents;

class LocationFollowsEventsTest {

    private final LocationProjector projector = new LocationProjector();

    private LocationView fold(Object... events) {
        return Fold.of(projector.empty("main"), projector::on, events);
    }

    @Test
    void anOpenedLocationHasItsName() {
        LocationOpened opened = new LocationOpened(new LocationId("main"), "Main");
        assertThat(projector.keyOf(opened)).isEqualTo("main");
        assertThat(fold(opened)).isEqualTo(new LocationView("main", "Main"));
    }

    @Test
    void anUnknownEventIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> fold(SampleEvents.registered("mug")));
    }
}
