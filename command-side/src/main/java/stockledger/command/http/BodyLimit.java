package stockledger.command.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;
import stockledger.web.RequestPath;

/** Refuses request bodies above a limit before they are read into memory. */
final class BodyLimit extends OncePerRequestFilter {

    private static final Set<String> METHODS_WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    private final long maxBytes;
    private final long maxBulkBytes;

    BodyLimit(long maxBytes, long maxBulkBytes) {
        this.maxBytes = maxBytes;
        this.maxBulkBytes = maxBulkBytes;
    }

    /** Whether this is a bulk upload, whose body is read as a stream. */
    static boolean isBulk(HttpServletRequest request) {
        return RequestPath.of(request).startsWith("/v1/bulk/");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return METHODS_WITHOUT_BODY.contains(request.getMethod())
                || !RequestPath.of(request).startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = isBulk(request) ? maxBulkBytes : maxBytes;
        if (request.getContentLengthLong() > limit) {
            // The body is not read: the connection is closed after the response.
            response.setHeader("Connection", "close");
            response.sendError(413);
            return;
        }
        chain.doFilter(new LimitedRequest(request, limit), response);
    }

    /** The limit was exceeded while the body was read. */
    public static final class BodyTooLarge extends IOException {
        BodyTooLarge() {
            super("the request body is too large");
        }
    }

    private static final class LimitedRequest extends HttpServletRequestWrapper {

        private final long limit;

        LimitedRequest(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), limit);
        }
    }

    private static final class LimitedStream extends ServletInputStream {

        private final ServletInputStream in;
        private final long limit;
        private long read;

        LimitedStream(ServletInputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            add(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            add(Math.max(count, 0));
            return count;
        }

        private void add(int bytes) throws IOException {
            read += bytes;
            if (read > limit) {
                throw new BodyTooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
