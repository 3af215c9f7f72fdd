package stockledger.web.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.web.Problem;
import stockledger.web.security.Caller;
import stockledger.web.security.Scope;

/** Refuses requests beyond the budget of their caller, who is known by now. */
final class RatesFilter extends OncePerRequestFilter {

    private final Rates rates;

    RatesFilter(Rates rates) {
        this.rates = rates;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Work work = Work.of(request);
        Rates.Decision decision = rates.take(work, Caller.key(request), isOpen(Caller.of(request)));
        if (decision != null) {
            response.setHeader("RateLimit-Policy", decision.policy());
            response.setHeader("RateLimit", decision.state());
            if (decision.isRefused()) {
                response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(decision.waitSeconds()));
                Problem.of(
                                HttpStatus.TOO_MANY_REQUESTS,
                                "rate-limited",
                                "This caller sends more requests than its budget allows; retry later.",
                                request)
                        .write(response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** Without authentication, anybody has the scope of operators. */
    private static boolean isOpen(Caller caller) {
        return !caller.isAuthenticated() && caller.scopes().contains(Scope.OPS);
    }
}
