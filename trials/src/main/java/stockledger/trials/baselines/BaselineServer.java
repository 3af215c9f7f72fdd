package stockledger.trials.baselines;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** Runs a Spring application with the service's server settings. */
final class BaselineServer {

    /** As in the service, so that buffers and connections cost the same. */
    private static final Map<String, Object> SERVICE_SETTINGS = Map.of(
            "server.address", "127.0.0.1",
            "server.max-http-request-header-size", "64KB",
            "server.tomcat.max-http-response-header-size", "64KB",
            "server.tomcat.max-keep-alive-requests", 10_000,
            "server.tomcat.max-swallow-size", "2MB",
            "spring.servlet.multipart.enabled", false,
            "spring.config.name", "baseline",
            "logging.level.root", "WARN");

    private BaselineServer() {}

    /** The settings of a baseline; port 0 stands for a free one. */
    static Map<String, Object> settings(int port) {
        Map<String, Object> settings = new LinkedHashMap<>(SERVICE_SETTINGS);
        settings.put("server.port", port);
        return settings;
    }

    /** Runs until this process or its parent ends. */
    static void run(Class<?> application, int port, Map<String, Object> properties) {
        Map<String, Object> settings = settings(port);
        settings.putAll(properties);
        CountDownLatch closed = new CountDownLatch(1);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .properties(settings)
                .listeners((ApplicationListener<ContextClosedEvent>) event -> closed.countDown())
                .run();
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(context::close));
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.close();
        }
    }
}
