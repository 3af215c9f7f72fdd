package stockledger.query.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import stockledger.query.http.AcceptedEncoding;
import stockledger.query.http.QueryProblemException;
import stockledger.web.RequestPath;

/**
 * Serves the console: the same page for all addresses of views, which takes the view and its parameters from its address, and
 * the page's files.
 */
@RestController
class ConsoleController {

    private static final String HOME = "/console";

    /** The address of a file changes with its content. */
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    /** The page names the newest files, so browsers ask whether it has changed. */
    private static final String REVALIDATED = "no-cache";

    private final ConsoleFiles files;

    ConsoleController(ConsoleFiles files) {
        this.files = files;
    }

    /** Sends browsers to the console. */
    @GetMapping("/")
    ResponseEntity<Void> root(@RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accepted) {
        if (!accepted.contains(MediaType.TEXT_HTML_VALUE)) {
            throw notFound();
        }
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(HOME))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    @GetMapping({HOME, HOME + "/**"})
    ResponseEntity<byte[]> page(AcceptedEncoding encoding) {
        return answer(files.page(), REVALIDATED, encoding);
    }

    @GetMapping(ConsoleFiles.ASSETS + "**")
    ResponseEntity<byte[]> asset(HttpServletRequest request, AcceptedEncoding encoding) {
        @Nullable ConsoleFile file = files.asset(RequestPath.of(request));
        if (file == null) {
            throw notFound();
        }
        return answer(file, IMMUTABLE, encoding);
    }

    private static ResponseEntity<byte[]> answer(ConsoleFile file, String caching, AcceptedEncoding encoding) {
        return encoding.answer(
                ResponseEntity.ok().contentType(file.type()).header(HttpHeaders.CACHE_CONTROL, caching),
                file.tag(),
                file.body(),
                file::gzipBody);
    }

    private static QueryProblemException notFound() {
        return QueryProblemException.notFound("not-found", "Nothing is found at this address.");
    }
}
