package stockledger.web;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Counts problems by side and code at the end of the request, wherever the problem was created. */
final class ProblemMeters implements ServletRequestListener {

    /** The request attribute with the code of its problem. */
    static final String CODE = "stockledger.web.problem";

    private final MeterRegistry registry;
    private final List<CqrsSide> sides;

    ProblemMeters(MeterRegistry registry, List<CqrsSide> sides) {
        this.registry = registry;
        this.sides = sides.stream().sorted(Comparator.comparing(CqrsSide::name)).toList();
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        ServletRequest request = event.getServletRequest();
        Object code = request.getAttribute(CODE);
        if (code != null) {
            count(code.toString(), request);
        }
    }

    void count(String code, ServletRequest request) {
        registry.counter("stockledger.problems", "side", side(request), "code", code)
                .increment();
    }

    /** The side of the request's controller; in a process that is both sides, problems without one count as command. */
    private String side(ServletRequest request) {
        Object handler = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
        return sides.stream()
                .filter(side -> handler instanceof HandlerMethod method && side.owns(method))
                .findFirst()
                .orElse(sides.get(0))
                .name();
    }
}
