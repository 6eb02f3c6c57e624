package dev.pressroom.model.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.model.demo.Topic.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicReaderTest {
    private final TopicReader reader = new TopicReader(Lexicon.load().names());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            How to choose a standing desk            | HOW_TO     | choosing a standing desk
            How to Plan and Run a Small Campaign     | HOW_TO     | planning and running a small campaign
            Should I buy or lease a car?             | HOW_TO     | buying or leasing a car
            10 ways to reduce churn                  | LIST       | reducing churn
            5 Best Tips for Better Sleep             | LIST       | better sleep
            Email for florists: 7 tips that work     | LIST       | email for florists
            7 Mistakes to Avoid When Hiring Staff    | MISTAKES   | hiring staff
            Common mistakes in sourdough baking      | MISTAKES   | sourdough baking
            Why sleep matters for toddlers           | WHY        | sleep for toddlers
            Why your bakery needs a newsletter       | WHY        | a newsletter for your bakery
            Is remote work dead?                     | WHY        | “Is remote work dead?”
            Kubernetes vs Nomad for Small Teams      | COMPARISON | the choice between Kubernetes and Nomad for small teams
            Case study: moving a bank to the cloud   | CASE       | moving a bank to the cloud
            What is a heat pump?                     | GUIDE      | a heat pump
            The Ultimate Guide to Email Marketing    | GUIDE      | email marketing
            Postpartum anxiety                       | GUIDE      | postpartum anxiety
            The Future of AI in Dentistry            | GUIDE      | the future of AI in dentistry
            Gesunde Ernährung für die Familie        | GUIDE      | “Gesunde Ernährung für die Familie”
            """)
    void titlesAreReadByTheirPattern(String title, Kind kind, String subject) {
        Topic topic = reader.read(title);
        assertThat(topic.kind()).isEqualTo(kind);
        assertThat(topic.subject()).isEqualTo(subject);
    }
}
