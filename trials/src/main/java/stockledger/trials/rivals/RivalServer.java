package stockledger.trials.rivals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** A server as the service's own is set up, with other things behind it. */
final class RivalServer {

    /** As in the service: buffers and connections cost what they cost there. */
    private static final Map<String, Object> AS_THE_SERVICE = Map.of(
            "server.address", "127.0.0.1",
            "server.max-http-request-header-size", "64KB",
            "server.tomcat.max-http-response-header-size", "64KB",
            "server.tomcat.max-keep-alive-requests", 10_000,
            "server.tomcat.max-swallow-size", "2MB",
            "spring.servlet.multipart.enabled", false,
            "spring.config.name", "rival",
            "logging.level.root", "WARN");

    private RivalServer() {}

    /** Runs until the process is told to end, or whoever started it has ended. */
    static void run(Class<?> what, int port, Map<String, Object> told) {
        Map<String, Object> settings = new LinkedHashMap<>(AS_THE_SERVICE);
        settings.put("server.port", port);
        settings.putAll(told);
        CountDownLatch over = new CountDownLatch(1);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(what)
                .bannerMode(Banner.Mode.OFF)
                .properties(settings)
                .listeners((ApplicationListener<ContextClosedEvent>) closed -> over.countDown())
                .run();
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(context::close));
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.close();
        }
    }
}
