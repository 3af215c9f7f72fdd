package stockledger.command.dispatch;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How many commands came, how each ended and when, how many wait, and how many are stored together. */
final class DispatchMeters {

    private static final int LARGEST_BATCH = 1024;

    private final MeterRegistry registry;
    private final DistributionSummary together;

    DispatchMeters(MeterRegistry registry) {
        this.registry = registry;
        this.together = DistributionSummary.builder("stockledger.dispatch.together")
                .description("Commands that were decided together and stored in one transaction")
                .publishPercentileHistogram()
                .minimumExpectedValue(1.0)
                .maximumExpectedValue((double) LARGEST_BATCH)
                .register(registry);
    }

    /** Lanes as they are: how many commands wait in them is asked when somebody looks. */
    Lanes watched(Lanes lanes) {
        Gauge.builder("stockledger.dispatch.waiting", lanes, Lanes::waiting)
                .description("Commands that wait in lanes")
                .register(registry);
        return lanes;
    }

    /** So many commands are decided together. */
    void together(int commands) {
        together.record(commands);
    }

    /** A command was sent; what becomes of it is counted when it is known. */
    <T> CompletableFuture<Outcome<T>> sent(Object command, CompletableFuture<Outcome<T>> outcome) {
        Timer.Sample sample = Timer.start(registry);
        outcome.whenComplete((told, thrown) -> sample.stop(Timer.builder("stockledger.commands")
                .description("Commands, from their arrival until their answer is known")
                .tag("type", command.getClass().getSimpleName())
                .tag("outcome", word(told, thrown))
                .publishPercentileHistogram()
                .register(registry)));
        return outcome;
    }

    private static String word(@Nullable Outcome<?> told, @Nullable Throwable thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal.code();
        }
        if (told == null) {
            return "failed";
        }
        return told.replayed() ? "replayed" : "stored";
    }
}
