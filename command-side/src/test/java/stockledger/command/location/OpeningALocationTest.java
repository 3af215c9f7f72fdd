package stockledger.command.location;

import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.dispatch.Outcome;
import stockledger.command.location.LocationCommand.OpenLocation;
import stockledger.events.LocationId;
import stockledger.events.location.LocationEvent.LocationOpened;

/** A location is opened once. */
class OpeningALocationTest {

    private static final LocationId MAIN = new LocationId("MAIN");
    private final AggregateTestFixture<Location> location = new AggregateTestFixture<>(Location.class);

    @Test
    void aNewLocationIsOpened() {
        location.givenNoPriorActivity()
                .when(new OpenLocation(MAIN, "Main warehouse"))
                .expectEvents(new LocationOpened(MAIN, "Main warehouse"))
                .expectResultMessagePayload(new Outcome<>("Main warehouse", MAIN.stream(), 0));
    }

    @Test
    void anExistingIdIsRefusedWhateverTheName() {
        location.given(new LocationOpened(MAIN, "Main warehouse"))
                .when(new OpenLocation(MAIN, "Main warehouse"))
                .expectException(RefusedWith.conflict("location-exists", Map.of("id", MAIN)))
                .expectNoEvents();
    }
}
