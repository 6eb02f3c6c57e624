/**
 * The article that an analysis suggests for one of its audiences, as values for the article form. A sample of the demo
 * model describes no audience, so it fills in none.
 *
 * @param state of the analysis
 * @param index of the audience, from 0
 * @param idea index of the content idea, from 0
 */
export function suggestArticle({ analysis, title, scenarios, organizationId }, index, idea = 0) {
  const { sample, targetSegment, customerProblem, contentIdeas } = scenarios[index];
  return {
    title: contentIdeas?.[idea]?.title ?? customerProblem ?? '',
    subheader: contentIdeas?.[idea] && !sample ? customerProblem ?? '' : '',
    business: analysis?.businessType ?? '',
    audience: sample ? '' : targetSegment?.demographics ?? '',
    organization: organizationId ? { id: organizationId, name: analysis?.businessName || title } : null,
  };
}
