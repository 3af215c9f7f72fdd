package stockledger.command.http;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/** Counts problems by their code when a request is over, whoever refused it. */
final class ProblemTally implements ServletRequestListener {

    /** The attribute of a request that holds the code of its problem. */
    static final String CODE = "stockledger.command.problem";

    private final MeterRegistry registry;

    ProblemTally(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        Object code = event.getServletRequest().getAttribute(CODE);
        if (code != null) {
            count(code.toString());
        }
    }

    void count(String code) {
        registry.counter("stockledger.problems", "side", "command", "code", code)
                .increment();
    }
}
