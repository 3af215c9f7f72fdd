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

/** Refuses bodies larger than a command can be, before they fill memory. */
final class BodyLimit extends OncePerRequestFilter {

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    private final long largestSingle;
    private final long largestBulk;

    BodyLimit(long largestSingle, long largestBulk) {
        this.largestSingle = largestSingle;
        this.largestBulk = largestBulk;
    }

    /** Rows by the thousand: they are read as they come, and never wholly in memory. */
    static boolean isBulk(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/v1/bulk/");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return WITHOUT_BODY.contains(request.getMethod())
                || !request.getRequestURI().startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long largest = isBulk(request) ? largestBulk : largestSingle;
        if (request.getContentLengthLong() > largest) {
            // The rest of the body is not worth reading: the connection ends with this answer.
            response.setHeader("Connection", "close");
            response.sendError(413);
            return;
        }
        chain.doFilter(new Limited(request, largest), response);
    }

    /** The body ran over the limit while it was read. */
    public static final class BodyTooLarge extends IOException {
        BodyTooLarge() {
            super("the body is larger than a command can be");
        }
    }

    private static final class Limited extends HttpServletRequestWrapper {

        private final long largest;

        Limited(HttpServletRequest request, long largest) {
            super(request);
            this.largest = largest;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), largest);
        }
    }

    private static final class LimitedStream extends ServletInputStream {

        private final ServletInputStream in;
        private final long largest;
        private long read;

        LimitedStream(ServletInputStream in, long largest) {
            this.in = in;
            this.largest = largest;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int got = in.read(into, from, most);
            count(Math.max(got, 0));
            return got;
        }

        private void count(int more) throws IOException {
            read += more;
            if (read > largest) {
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
