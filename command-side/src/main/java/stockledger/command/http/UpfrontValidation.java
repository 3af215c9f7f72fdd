package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.dispatch.ValidationOnly;

/** What is wrong with a command by itself is said at once, also to a caller who does not wait for what the shop says. */
final class UpfrontValidation {

    private final RequestMappingHandlerAdapter controllers;
    private final HandlerExceptionResolver problems;

    UpfrontValidation(RequestMappingHandlerAdapter controllers, HandlerExceptionResolver problems) {
        this.controllers = controllers;
        this.problems = problems;
    }

    /**
     * Looks whether a request would be refused without anybody being asked, and then answers it.
     *
     * @param request whose body can be read again
     */
    boolean refuses(HttpServletRequest request, HttpServletResponse response, HandlerMethod command) {
        try (RequestContext.Scope rehearsal = ValidationOnly.begin()) {
            controllers.handle(request, new HeldHttpResponse(), command);
            return false;
        } catch (ValidationOnly.Over fine) {
            return false;
        } catch (Exception wrong) {
            return problems.resolveException(request, response, command, wrong) != null;
        }
    }
}
