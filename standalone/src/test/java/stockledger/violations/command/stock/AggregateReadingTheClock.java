package stockledger.violations.command.stock;

import java.time.Instant;
import org.axonframework.modelling.command.AggregateRoot;

/** Violates: aggregate types are explicit, aggregates use no clock. */
@AggregateRoot
class AggregateReadingTheClock {
    Instant created = Instant.now();
    LoggingAggregatePart part = new LoggingAggregatePart();
}
