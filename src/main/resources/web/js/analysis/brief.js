/**
 * What an analysis suggests to write for one of its audiences. Pure. A sample says nothing about who reads.
 *
 * @param state of the analysis
 * @param index of the audience
 * @param idea number of the content idea to write about
 */
export function briefFor({ analysis, title, scenarios, organizationId }, index, idea = 0) {
  const { sample, targetSegment, customerProblem, contentIdeas } = scenarios[index];
  const business = [analysis?.businessName, analysis?.businessType].filter(Boolean).join(', ');
  return {
    title: contentIdeas?.[idea]?.title ?? customerProblem ?? '',
    subheader: contentIdeas?.[idea] && !sample ? customerProblem ?? '' : '',
    business: business || title,
    audience: sample ? '' : targetSegment?.demographics ?? '',
    organization: organizationId ? { id: organizationId, name: analysis?.businessName || title } : null,
  };
}
