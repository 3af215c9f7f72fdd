package stockledger.command.async;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.http.AsyncRequests;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.StoredRequests;
import stockledger.command.job.AsyncCommandExecutor;
import stockledger.command.job.JobIntake;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class AsyncConfiguration {

    @Bean
    AsyncRequests asyncRequests(JobIntake jobs, JsonMapper json) {
        return new AsyncCommandIntake(jobs, json);
    }

    @Bean
    AsyncCommandExecutor asyncCommandExecutor(
            List<HttpCommand.Source> sources, StoredRequests requests, JsonMapper json) {
        return new StoredCommandExecutor(sources, requests, json);
    }
}
