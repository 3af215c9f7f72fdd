package stockledger.command.demand;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import stockledger.events.demand.DemandEvent.DemandRefused;

/** Refused demand for tests of other packages. */
public final class DemandUnderTest {

    private DemandUnderTest() {}

    public static RefusedDemand at(Clock clock) {
        return new RefusedDemand(clock, new SimpleMeterRegistry());
    }

    public static List<DemandRefused> take(RefusedDemand demand) {
        return demand.take();
    }
}
