/**
 * The article that an analysis suggests for one of its audiences, as values for the article form.
 *
 * @param state of the analysis
 * @param index of the audience, from 0
 * @param idea index of the content idea, from 0
 */
export function suggestArticle({ analysis, title, scenarios, organizationId }, index, idea = 0) {
  const { targetSegment, customerProblem, contentIdeas } = scenarios[index];
  const business = [analysis?.businessName, analysis?.businessType].filter(Boolean).join(', ');
  return {
    title: contentIdeas?.[idea]?.title ?? customerProblem ?? '',
    subheader: contentIdeas?.[idea] ? customerProblem ?? '' : '',
    business: business || title,
    audience: targetSegment?.demographics ?? '',
    organization: organizationId ? { id: organizationId, name: analysis?.businessName || title } : null,
  };
}
