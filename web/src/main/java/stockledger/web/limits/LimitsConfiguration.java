package stockledger.web.limits;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import stockledger.web.ProblemWriter;
import stockledger.web.WebConfiguration;

/** Imported by both sides; Spring registers it once in a process that is both. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LimitsSettings.class, ManagementSettings.class, RateSettings.class})
public class LimitsConfiguration {

    @Bean
    CallerWaits callerWaits(LimitsSettings settings, MeterRegistry registry) {
        return new CallerWaits(settings, registry);
    }

    @Bean
    FilterRegistrationBean<LimitsFilter> limitsFilter(
            LimitsSettings settings, CallerWaits waits, MeterRegistry registry) {
        FilterRegistrationBean<LimitsFilter> filter =
                new FilterRegistrationBean<>(new LimitsFilter(new Places(settings, registry), waits));
        filter.setOrder(WebConfiguration.LIMITS_FILTER);
        return filter;
    }

    @Bean
    FilterRegistrationBean<RatesFilter> ratesFilter(RateSettings settings, ObjectProvider<SharedBudgets> shared) {
        FilterRegistrationBean<RatesFilter> filter =
                new FilterRegistrationBean<>(new RatesFilter(new Rates(settings, shared.getIfAvailable())));
        filter.setOrder(WebConfiguration.RATES_FILTER);
        return filter;
    }

    @Bean
    ConnectionLimits connectionLimits(LimitsSettings settings, MeterRegistry registry) {
        return new ConnectionLimits(settings, registry);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> limitedConnections(
            ConnectionLimits limits, CallerWaits waits) {
        return tomcat -> {
            tomcat.setProtocol(LimitedProtocol.class.getName());
            tomcat.addConnectorCustomizers(connector -> endpoint(connector).limit(limits, waits));
            tomcat.addContextCustomizers(context -> context.addLifecycleListener(event -> {
                // Sent by Tomcat's own background thread, every ten seconds.
                if (event.getType().equals(Lifecycle.PERIODIC_EVENT)) {
                    connectorsOf(context).forEach(connector -> limits.endPartialRequests(endpoint(connector)));
                }
            }));
        };
    }

    private static List<Connector> connectorsOf(Context context) {
        Engine engine = (Engine) context.getParent().getParent();
        return List.of(engine.getService().findConnectors());
    }

    private static LimitedEndpoint endpoint(Connector connector) {
        return ((LimitedProtocol) connector.getProtocolHandler()).limitedEndpoint();
    }

    /** After the customizers that set the main port and address. Its connections are counted apart, by its own acceptor. */
    @Bean
    @Order
    ManagementConnector managementConnector(
            ManagementSettings settings, LimitsSettings limits, CallerWaits waits, MeterRegistry registry) {
        return new ManagementConnector(settings, new ConnectionLimits(limits, registry), waits);
    }

    /** The first of all valves: the others answer queries. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementValve(
            ManagementConnector operators, ProblemWriter problems) {
        return tomcat -> tomcat.addEngineValves(new ManagementValve(operators, problems));
    }

    /** The remote address of a request that comes through a trusted proxy is that of the proxy's caller. */
    @Bean
    @ConditionalOnProperty("stockledger.limits.trusted-proxies")
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> callersBehindProxies(LimitsSettings settings) {
        return tomcat -> {
            RemoteIpValve valve = new RemoteIpValve();
            valve.setInternalProxies(settings.trustedProxies());
            // Only the address: scheme and host stay those of the request.
            valve.setProtocolHeader(null);
            tomcat.addContextValves(valve);
        };
    }
}
