package stockledger.planted.command.stock;

import java.time.Instant;
import org.axonframework.modelling.command.AggregateRoot;

/** Planted: an aggregate without an explicit type, which reads the clock. */
@AggregateRoot
class Dreamer {
    Instant seen = Instant.now();
    Diary diary = new Diary();
}
